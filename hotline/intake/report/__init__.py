"""The report form on the web: what, where, photos, who; then the reference.

Where the answers are kept between the pages: in a sealed row for each form begun, found by a random token in the address and
opened only with the browser's own cookie. Hidden fields would have made every page an answer to a POST, on which "back" and
"reload" ask strange questions; a session would let two tabs overwrite each other, and would keep what people typed readable.
"""
