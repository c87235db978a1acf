from service.embedding.encoder import *
