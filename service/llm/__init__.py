from service.llm.client import close, door
