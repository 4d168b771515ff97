"""What the networks run on, and how: the same way every time."""

import cv2
import torch


def settle(threads: int) -> None:
    """Let networks and pictures use `threads` cores, and only ways of computing that repeat to the bit.

    How many threads share a sum decides how it is rounded, so the number is part of a plan.
    """
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True, warn_only=True)
    cv2.setNumThreads(threads)
