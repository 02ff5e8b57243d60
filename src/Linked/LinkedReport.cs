using System.Collections.Generic;
using System.Linq;
using System.Text;
using Costate.Linking;

namespace Costate;

/// <summary>What <see cref="Linked"/> found out; <see cref="ToString"/> is meant to be read.</summary>
public sealed class LinkedReport
{
    internal LinkedReport(IReadOnlyList<LinkedMethodReport> methods) => Methods = methods;

    /// <summary>The methods, in the order of their names.</summary>
    public IReadOnlyList<LinkedMethodReport> Methods { get; }

    /// <summary>Whether no link is broken.</summary>
    public bool IsLinked => Methods.All(m => m.IsLinked);

    /// <summary>A summary and a paragraph for each method.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int broken = Methods.Count(m => !m.IsLinked), partly = Methods.Count(m => m.IsLinked && m.NotChecked.Count > 0);
        text.Append("Linked: ").Append(Methods.Count).Append(Methods.Count == 1 ? " method" : " methods").Append(", ");
        text.Append(broken == 0 ? "no link broken" : broken + (broken == 1 ? " broken" : " broken"));
        if (partly > 0) text.Append(", ").Append(partly).Append(" not checked in part");
        text.Append(".\n");
        foreach (var method in Methods) text.Append('\n').Append(method);
        return text.ToString();
    }
}

/// <summary>The links of one method.</summary>
public sealed class LinkedMethodReport
{
    private readonly IReadOnlyList<LinkResult> links;

    internal LinkedMethodReport(string name, string digest, IReadOnlyList<string> declared, IReadOnlyList<LinkResult> links)
    {
        Declared = declared;
        Name = name;
        Digest = digest;
        this.links = links;
    }

    /// <summary>Type and method.</summary>
    public string Name { get; }

    /// <summary>The digest of the graph that was checked.</summary>
    public string Digest { get; }

    /// <summary>Whether no link is broken.</summary>
    public bool IsLinked => links.All(l => l.State != LinkState.Failed);

    /// <summary>The broken links: which, and the first difference.</summary>
    public IReadOnlyList<string> Broken => Of(LinkState.Failed);

    /// <summary>What was compared, link by link.</summary>
    public IReadOnlyList<string> Checked => Of(LinkState.Passed);

    /// <summary>What was not checked, and why.</summary>
    public IReadOnlyList<string> NotChecked => Of(LinkState.NotChecked);

    /// <summary>
    /// The methods whose derivatives are declared by a <see cref="LinearizationAttribute">[Linearization]</see>: this one, and those that it calls. There the derivative
    /// programs are compared with what is declared, and nobody compares that with the body: <see cref="GradCheck"/> does, where it should agree.
    /// </summary>
    public IReadOnlyList<string> Declared { get; }

    /// <summary>A line for the method and one for each link.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Name).Append("  ").Append(Digest).Append('\n');
        foreach (string line in Broken) text.Append("  BROKEN       ").Append(line).Append('\n');
        foreach (string line in Checked) text.Append("  checked      ").Append(line).Append('\n');
        foreach (string name in Declared) text.Append("  declared     the derivative of ").Append(name).Append(", which is taken as declared and not compared with its body\n");
        foreach (string line in NotChecked) text.Append("  not checked  ").Append(line).Append('\n');
        return text.ToString();
    }

    private string[] Of(LinkState state) => links.Where(l => l.State == state).Select(l => l.Link + ": " + l.Detail).ToArray();
}
