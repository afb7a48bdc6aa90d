"""A process that reads hostile bytes gives up memory and processor time beyond the limits, before it reads anything."""

from __future__ import annotations

from aiact_assistant.domain import Limits

try:
    import resource
except ImportError:  # not on Windows, where only the program's own clock stops this process
    resource = None


def confine(limits: Limits) -> None:
    """Sets the limits for this process and what it starts, for good."""
    if resource is None:
        return
    for which, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            hard = resource.getrlimit(which)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):
            continue  # macOS refuses some of these; the program's own clock still holds
