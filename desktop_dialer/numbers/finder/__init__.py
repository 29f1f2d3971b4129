"""The finder: phone numbers in free text."""
