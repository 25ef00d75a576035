"""Changing a form by hand: what the editor does not understand stays where it is, as it is.

`files` (two files in and out), `places` (where a field stands), `conditions` (when it is asked), `kinds`
(what it is), `texts` (its words in both languages), `settings` and `choices` (everything one sets of it),
`layout` (pages and fields added, moved, removed).
"""
