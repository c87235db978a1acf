from service.cli.commands import app, main
