//! What a business day comes to: postings that balance, the figures that are sums of them, and the X and Z reports. Pure.
