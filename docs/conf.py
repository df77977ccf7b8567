"""How Sphinx makes the site. `make site` runs it on what scripts/make_site.py lays out, with this folder's settings.

Nothing on the site comes from another host: the theme brings its styles and scripts along, its letters are the
reader's own, and there is no MathJax, no require.js and no widget. tests/site looks at every page for that.
"""

project = "Standpoints"
author = "The Standpoints authors"
project_copyright = author
language = "en"

extensions = ["myst_nb"]
root_doc = "index"
nitpicky = True
# Notebooks beside a page in docs/ are files to load, not pages.
exclude_patterns = ["docs/**.ipynb"]

# The notebooks come with their outputs: scripts/make_site.py ran them.
nb_execution_mode = "off"
nb_merge_streams = True
nb_output_stderr = "show"
nb_ipywidgets_js = {}
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]

html_theme = "furo"
html_title = "Standpoints"
html_static_path = ["_static"]
html_css_files = ["standpoints.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
# A summary would make the search fetch each page that it found, which a page opened from a folder can't do.
html_show_search_summary = False

# The displays of an analysis take JupyterLab's colours; here they get those of the theme, light or dark.
_colours = {
    "jp-content-font-color1": "var(--color-foreground-primary)",
    "jp-content-link-color": "var(--color-link)",
    "jp-layout-color1": "var(--color-background-primary)",
}
html_theme_options = {
    "light_css_variables": _colours,
    "dark_css_variables": _colours,
}
