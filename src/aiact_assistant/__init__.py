"""aiact_assistant: cited answers and draft classifications under the AI-verordening for the Rijksoverheid."""
