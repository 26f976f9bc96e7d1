"""Who decides on requests for a reply or a correction: everybody whose role gives the right to."""

RIGHT = "press.decide_replyrequest"
