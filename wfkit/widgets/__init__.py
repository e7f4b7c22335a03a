"""Live panels for notebooks: to look at workflows with mouse and keyboard, in JupyterLab and wherever anywidget works.

It exists so that somebody who has a workflow in a cell can explore it without leaving the notebook. Each panel is one
Python class with traits of plain JSON beside files of JavaScript in `static/`. Use cases are in `wfkit.service`:
a panel must not do more than show them, and a registry or a document must never become a trait.
"""
