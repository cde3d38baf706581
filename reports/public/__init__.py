"""The public pages: dresses of published figures. Nothing here reads the record or the cells of the office."""
