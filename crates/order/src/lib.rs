//! Money, numbers, and the state machines of an order and a refund: pure, without IO or a clock.
