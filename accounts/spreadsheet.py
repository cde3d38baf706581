"""Cells of CSV files, which many people open in a spreadsheet."""


def defused(cell: str | int | None) -> str | int | None:
    """Keep a spreadsheet from running a text as a formula. Numbers stay numbers."""
    if not isinstance(cell, str) or not cell.lstrip().startswith(("=", "+", "-", "@")) or is_number(cell):
        return cell
    return f"'{cell}"


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
