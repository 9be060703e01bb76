//! A printer that understands what it is told and keeps the picture.

use fils_paper::Bitmap;

/// What came out.
pub(crate) struct Printed {
    pub(crate) picture: Bitmap,
    /// Bytes in the widest raster line.
    pub(crate) widest_line: usize,
    /// What it did, the bands of a picture as one act.
    pub(crate) acts: Vec<String>,
}

/// Carries out every byte; panics at one that means nothing.
pub(crate) fn print(mut bytes: &[u8]) -> Printed {
    let mut rows: Vec<Vec<u8>> = Vec::new();
    let mut acts: Vec<String> = Vec::new();
    let mut widest_line = 0;
    while let [first, second, rest @ ..] = bytes {
        let (act, used) = match (first, second) {
            (0x1B, b'@') => ("reset".to_owned(), 0),
            (0x1B, b'p') => {
                assert!(
                    rest[1] > 0 && rest[2] > rest[1],
                    "a pulse, then a longer rest"
                );
                (format!("drawer {}", rest[0]), 3)
            }
            (0x1B, b'd') => ("feed".to_owned(), 1),
            (0x1D, b'V') => {
                assert_eq!(rest[1], 0);
                let how = if rest[0] == 65 {
                    "full cut"
                } else {
                    "partial cut"
                };
                (how.to_owned(), 2)
            }
            (0x1D, b'v') => {
                assert_eq!(&rest[..2], b"0\0");
                let across = usize::from(u16::from_le_bytes([rest[2], rest[3]]));
                let down = usize::from(u16::from_le_bytes([rest[4], rest[5]]));
                assert!(down > 0 && across > 0);
                widest_line = widest_line.max(across);
                rows.extend(
                    rest[6..6 + across * down]
                        .chunks(across)
                        .map(<[u8]>::to_vec),
                );
                ("picture".to_owned(), 6 + across * down)
            }
            other => panic!("no printer knows {other:02X?}"),
        };
        if acts.last() != Some(&act) {
            acts.push(act);
        }
        bytes = &rest[used..];
    }
    assert!(bytes.is_empty());
    let mut picture = Bitmap::new(widest_line * 8, rows.len());
    for (y, row) in rows.iter().enumerate() {
        for (x, byte) in row.iter().enumerate() {
            for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                picture.blacken(x * 8 + bit, y);
            }
        }
    }
    Printed {
        picture,
        widest_line,
        acts,
    }
}
