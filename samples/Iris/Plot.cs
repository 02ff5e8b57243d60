using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace Iris;

/// <summary>Draws a curve as an SVG picture.</summary>
public static class Plot
{
    private const double Width = 640, Height = 360, Margin = 48;

    /// <summary>The losses over the steps, with logarithmic axis.</summary>
    public static XDocument Losses(IReadOnlyList<double> losses)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        double low = Math.Floor(Math.Log10(losses.Min())), high = Math.Ceiling(Math.Log10(losses.Max()));
        high = Math.Max(high, low + 1);
        double X(double step) => Margin + (step / Math.Max(1, losses.Count - 1) * (Width - (2 * Margin)));
        double Y(double exponent) => Height - Margin - ((exponent - low) / (high - low) * (Height - (2 * Margin)));
        var root = new XElement(
            svg + "svg",
            new XAttribute("viewBox", $"0 0 {Text(Width)} {Text(Height)}"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", "12"),
            new XElement(svg + "rect", new XAttribute("width", Text(Width)), new XAttribute("height", Text(Height)), new XAttribute("fill", "white")));
        for (double exponent = low; exponent <= high; exponent++)
        {
            root.Add(
                new XElement(svg + "line", new XAttribute("x1", Text(Margin)), new XAttribute("x2", Text(Width - Margin)), new XAttribute("y1", Text(Y(exponent))), new XAttribute("y2", Text(Y(exponent))), new XAttribute("stroke", "#ddd")),
                Label(Margin - 6, Y(exponent) + 4, "end", Math.Pow(10, exponent).ToString("G3", CultureInfo.InvariantCulture)));
        }

        root.Add(
            Label(Margin, Height - Margin + 18, "middle", "0"),
            Label(Width - Margin, Height - Margin + 18, "middle", (losses.Count - 1).ToString(CultureInfo.InvariantCulture)),
            Label(Width / 2, Height - 12, "middle", "steps"),
            Label(Width / 2, 24, "middle", "loss"),
            new XElement(
                svg + "polyline",
                new XAttribute("fill", "none"),
                new XAttribute("stroke", "#0a6"),
                new XAttribute("stroke-width", "2"),
                new XAttribute("points", string.Join(' ', losses.Select((loss, step) => Text(X(step)) + "," + Text(Y(Math.Log10(loss))))))));
        return new XDocument(root);

        XElement Label(double x, double y, string anchor, string text) =>
            new(svg + "text", new XAttribute("x", Text(x)), new XAttribute("y", Text(y)), new XAttribute("text-anchor", anchor), text);
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
