"""The monthly and the annual report: one document of pure data (`model`), made of figures (`reading`), worn as page, PDF, CSV, XLSX, JSON.

Two readings make the same document: `published` of frozen releases only, `exact` of the office's figures as they stand.
"""
