"""Widgets and drawing that several windows use."""
