//! The few shapes that the pictures need.

use std::fmt::Write;

/// A picture in the making.
#[derive(Default)]
pub struct Svg {
    shapes: String,
}

impl Svg {
    /// Adds the shapes of `other`, in front.
    pub fn append(&mut self, other: Svg) {
        self.shapes += &other.shapes;
    }

    pub fn rect(&mut self, [x, y]: [usize; 2], [width, height]: [usize; 2], class: &str) {
        let _ = writeln!(
            self.shapes,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" class="{class}"/>"#
        );
    }

    pub fn line(&mut self, [x1, y1]: [usize; 2], [x2, y2]: [usize; 2], class: &str) {
        let _ = writeln!(
            self.shapes,
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{class}"/>"#
        );
    }

    pub fn dot(&mut self, [x, y]: [usize; 2], class: &str) {
        let _ = writeln!(
            self.shapes,
            r#"<circle cx="{x}" cy="{y}" r="4" class="{class}"/>"#
        );
    }

    pub fn text(&mut self, [x, y]: [usize; 2], class: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            self.shapes,
            r#"<text x="{x}" y="{y}" class="{class}">{text}</text>"#
        );
    }

    /// The whole picture: its size, its title, and in words what it shows.
    pub fn finish(self, [width, height]: [usize; 2], title: &str, description: &str) -> String {
        let description = description.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13">
<title id="title">{title}</title>
<desc id="desc">{description}</desc>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#888"/></marker></defs>
<style>
.page {{ fill: #fff; }} .one {{ fill: #e3f0fb; stroke: #4a90c2; }} .two {{ fill: #fdf0d8; stroke: #d09a3a; }}
.edge {{ stroke: #999; marker-end: url(#arrow); }} .grid {{ stroke: #ddd; }} .jump {{ stroke: #c0392b; stroke-dasharray: 4 3; }}
.right {{ fill: #2e7d32; }} .wrong {{ fill: #c0392b; }} .head {{ font-weight: 600; }} .dim {{ fill: #666; font-size: 11px; }}
.middle {{ text-anchor: middle; }} .mono {{ font-family: ui-monospace, monospace; font-size: 12px; }}
</style>
<rect width="{width}" height="{height}" class="page"/>
{shapes}</svg>
"##,
            shapes = self.shapes
        )
    }
}
