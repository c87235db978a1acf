"""Pages: rendered here, with one stylesheet and a few small scripts of our own, and readable without them.

An adapter beside `api`: what a page shows or does is a use case of `discovery`, `summarization`, `corpus` or `jobs`; it
decides nothing but how that looks, and where a form leads. No GET changes or pays anything.

To add a page: a file of this package with `router = APIRouter(route_class=PageRoute)`, entered in `pages.py`. Each of
its functions returns `render(request, "name.html", ...)`, or `redirect(...)` after a form (POST, redirect, GET). The
template extends `base.html` and fills the blocks `title` and `main`; values are escaped there, once: no template says
`safe`. Its link stands in `NAVIGATION` of `rendering.py`. Its script, if it has one, is a module in `static/`, named
in the block `scripts`; the policy sent with each page allows neither inline scripts nor `style` attributes.
"""

from service.web.pages import UPLOADS, add_pages
from service.web.rendering import NAVIGATION
from service.web.services import KEY_COOKIE
from service.web.sign_in import LONGEST_THEN, SIGN_IN

__all__ = ["KEY_COOKIE", "LONGEST_THEN", "NAVIGATION", "SIGN_IN", "UPLOADS", "add_pages"]
