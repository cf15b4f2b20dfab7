"""The command line: arguments in, service called, table or JSON out."""
