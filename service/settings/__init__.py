from service.settings.groups import *
from service.settings.groups import load, describe
