"""Where strangers' files are decoded: a process of its own, within limits, that knows pictures and nothing else.

    python -m articles.photos.darkroom

takes an order on its standard input (`orders`) and answers with one line of JSON. It holds no settings, no secret
and no database, so that a file which breaks a decoder breaks nothing but this process.
"""
