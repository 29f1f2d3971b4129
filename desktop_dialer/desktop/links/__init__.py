"""tel: and callto: links: which program opens them."""
