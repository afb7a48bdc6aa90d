from aiact_assistant.files.blocks import *
def read_docx(data): return FileText("x",(Block("text","x"),))
def read_xlsx(data): return FileText("x",(Block("text","x"),))
