"""How each language writes days, in pages, mails and files alike (FORMAT_MODULE_PATH)."""
