"""Measures, figures and pages: the privacy border of the house."""
