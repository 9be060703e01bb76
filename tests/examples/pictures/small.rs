//! Pictures of screens are few flat colours: with a palette they are a quarter of the size, and look the same.

use std::collections::HashMap;
use std::io::Cursor;

use anyhow::{Context, Result};

const COLOURS: usize = 256;

type Colour = [u8; 3];

/// The same picture with at most 256 colours: the most common ones as they are, the others as the nearest of those.
pub(crate) fn smaller(png: &[u8]) -> Result<Vec<u8>> {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut bytes = vec![0; reader.output_buffer_size().context("a picture too large")?];
    let info = reader.next_frame(&mut bytes)?;
    let samples = info.color_type.samples();
    let pixels: Vec<Colour> = bytes
        .chunks_exact(samples)
        .map(|pixel| match *pixel {
            [r, g, b, ..] => [r, g, b],
            [grey, ..] => [grey; 3],
            [] => [0; 3],
        })
        .collect();
    let palette = common(&pixels);
    let mut places = HashMap::new();
    let indices: Vec<u8> = pixels
        .iter()
        .map(|&pixel| {
            *places
                .entry(pixel)
                .or_insert_with(|| nearest(&palette, pixel))
        })
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, info.width, info.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(out)
}

fn common(pixels: &[Colour]) -> Vec<Colour> {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for &pixel in pixels {
        *counts.entry(pixel).or_default() += 1;
    }
    let mut colours: Vec<(usize, Colour)> =
        counts.into_iter().map(|(colour, n)| (n, colour)).collect();
    colours.sort_unstable_by(|one, other| other.cmp(one));
    colours.truncate(COLOURS);
    colours.into_iter().map(|(_, colour)| colour).collect()
}

fn nearest(palette: &[Colour], pixel: Colour) -> u8 {
    let far = |colour: &Colour| -> u32 {
        colour
            .iter()
            .zip(pixel)
            .map(|(&one, other)| u32::from(one.abs_diff(other)).pow(2))
            .sum()
    };
    let place = (0..=u8::MAX)
        .zip(palette)
        .min_by_key(|(_, colour)| far(colour));
    place.map_or(0, |(place, _)| place)
}
