"""Long work in a process of its own: reading sources, importing, exporting and verifying.

A window shares one interpreter with its threads, and a long call of one of them makes it stutter. A worker
has its own, can be stopped at once, and takes its memory with it; a damaged file that brings a reader down
brings down no window.
"""

from ogp_review.workers.errands import Errand as Errand
from ogp_review.workers.pool import Workers as Workers
