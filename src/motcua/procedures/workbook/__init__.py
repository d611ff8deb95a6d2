"""Procedures as a spreadsheet workbook: read with a line for every error, written as a template or filled."""
