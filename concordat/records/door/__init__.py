"""The door: files of person-level records read, rows accepted or refused with the reason, people made pseudonyms."""
