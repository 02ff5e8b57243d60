using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Costate.Generator;

/// <summary>
/// The user's documentation of a method, read from the source text, because a project that writes no documentation file has no
/// documentation in its symbols either. References become plain text: their usings are not in the generated file.
/// </summary>
internal sealed class DocumentationComment
{
    private static readonly DocumentationComment None = new(null, new Dictionary<string, string>(StringComparer.Ordinal));

    private readonly IReadOnlyDictionary<string, string> parameters;

    private DocumentationComment(string? summary, IReadOnlyDictionary<string, string> parameters)
    {
        Summary = summary;
        this.parameters = parameters;
    }

    public string? Summary { get; }

    public string? Parameter(string name) => parameters.TryGetValue(name, out string? text) ? text : null;

    public static DocumentationComment Of(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            string trivia = reference.GetSyntax(cancellation).GetLeadingTrivia().ToFullString();
            var lines = trivia.Replace("\r\n", "\n").Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("///", StringComparison.Ordinal)).Select(l => l.Substring(3)).ToArray();
            if (lines.Length > 0 && Parse(string.Join("\n", lines)) is { } comment)
            {
                return comment;
            }
        }

        return None;
    }

    private static DocumentationComment? Parse(string text)
    {
        XElement root;
        try
        {
            root = XElement.Parse("<doc>" + text + "</doc>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }

        foreach (var element in root.Descendants().Where(e => e.Name.LocalName is "see" or "seealso" or "inheritdoc" or "typeparamref").ToArray())
        {
            string shown = element.Attribute("langword")?.Value ?? element.Attribute("cref")?.Value ?? element.Attribute("name")?.Value ?? element.Value;
            element.ReplaceWith(new XElement("c", shown.Substring(shown.LastIndexOf('.') + 1)));
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in root.Elements("param"))
        {
            if (element.Attribute("name")?.Value is { } name)
            {
                parameters[name] = Inner(element);
            }
        }

        return new DocumentationComment(root.Element("summary") is { } summary ? Inner(summary) : null, parameters);
    }

    private static string Inner(XElement element)
    {
        string text = string.Concat(element.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting)));
        return string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));
    }
}
