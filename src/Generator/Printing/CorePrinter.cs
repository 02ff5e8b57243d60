using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes a plan as one static method on spans and sizes.</summary>
internal sealed partial class CorePrinter
{
    private readonly CodeWriter writer;
    private readonly Plan plan;
    private readonly ProgramPlans plans;
    private readonly KernelPrinter kernels;
    private readonly ContractTable contracts;
    private readonly MethodModel model;
    private readonly string element;
    private readonly Dictionary<int, string> lineTexts;

    // Of the regions around the statement that is printed.
    private readonly List<PlanNumber> places = [];
    private string lastComment = string.Empty;
    private int numbers;

    public CorePrinter(CodeWriter writer, MethodModel model, ProgramPlans plans, Plan plan, KernelPrinter kernels, ContractTable contracts)
    {
        this.writer = writer;
        this.model = model;
        this.plans = plans;
        this.plan = plan;
        this.kernels = kernels;
        this.contracts = contracts;
        element = model.ElementType;
        lineTexts = model.Lines.ToDictionary(l => l.Number, l => l.Text);
    }

    /// <summary>The parameters that the core has, in order; residual slices are one parameter.</summary>
    public static IReadOnlyList<(BufferRole Role, int Index, string Name, bool Writable)> Parameters(Plan plan)
    {
        var list = new List<(BufferRole, int, string, bool)>();
        bool hasResidual = false, hasLog = false;
        foreach (var p in plan.Parameters)
        {
            if (p.Role == BufferRole.Log)
            {
                if (!hasLog)
                {
                    hasLog = true;
                    list.Add((p.Role, -1, "log", p.Writable));
                }
            }
            else if (p.Role != BufferRole.Residual)
            {
                list.Add((p.Role, p.Index, p.Name, p.Writable));
            }
            else if (!hasResidual)
            {
                hasResidual = true;
                list.Add((p.Role, -1, "residual", p.Writable));
            }
        }

        return list;
    }

    public void Print(string name)
    {
        var parameters = Parameters(plan).Select(p => p.Role == BufferRole.Log ? Names.Services + "ResidualLog log" : (p.Writable ? Names.Span : Names.ReadOnlySpan) + "<" + element + "> " + p.Name)
            .Concat(plan.Graph.Symbols.Select(s => "int " + plans.DimName(s)))
            .Concat(plan.TestsWant ? ["ulong want"] : [])
            .Concat(plan.TestsPresent ? ["ulong present"] : [])
            .Concat(plan.HasLoops ? ["global::System.Threading.CancellationToken token"] : []);
        writer.Blank();
        writer.Line(Names.Optimized);
        writer.Open("internal static void " + name + "(" + string.Join(", ", parameters) + ")");
        Numbers();
        Residuals();
        Arena(plan.Arena);
        Statements(plan.Statements);
        writer.Close();
    }

    private void Statements(IReadOnlyList<PlanStatement> statements)
    {
        for (int i = 0; i < statements.Count;)
        {
            int end = i + 1;
            while (end < statements.Count && SameCondition(statements[i], statements[end]))
            {
                end++;
            }

            Block(statements.Skip(i).Take(end - i).ToArray());
            i = end;
        }
    }

    private void Numbers()
    {
        foreach (var number in plan.Numbers)
        {
            writer.Line("int " + number.Name + " = " + number.Value.ToCSharp(plans.DimName) + ";");
        }
    }

    private void Residuals()
    {
        var slices = plan.Parameters.Where(p => p.Role == BufferRole.Residual).ToList();
        foreach (var slice in slices)
        {
            string kind = slice.Writable ? Names.Span : Names.ReadOnlySpan;
            writer.Line(kind + "<" + element + "> " + slice.Name + " = residual.Slice(" + Sum(plans.Residuals.Take(slice.Index)) + ", " + Dim(slice.Count) + "); // " + slice.Shape);
        }

        foreach (var stack in plan.Parameters.Where(p => p.Role == BufferRole.Log))
        {
            writer.Line(Names.Services + "StackView<" + element + "> " + stack.Name + " = log.Stack<" + element + ">(" + Text(stack.Index) + ", " + Text(stack.Levels) + "); // " + stack.Shape);
            slices.Add(stack);
        }

        if (slices.Count > 0)
        {
            writer.Blank();
        }
    }

    private void Arena(PlanArena arena)
    {
        if (arena.Slots.Count == 0)
        {
            return;
        }

        for (int i = 1; i < arena.Slots.Count; i++)
        {
            writer.Line("int " + Slot(arena, i) + " = " + After(arena, i - 1) + ";");
        }

        writer.Line("using " + Names.Services + "ScratchBlock<" + element + "> " + arena.Block + " = " + Names.Scratch + ".Rent<" + element + ">(" + After(arena, arena.Slots.Count - 1) + ");");
        writer.Line(Names.Span + "<" + element + "> " + arena.Name + " = " + arena.Block + ".Span;");
        writer.Blank();
    }

    private static string Slot(PlanArena arena, int index) => index == 0 ? "0" : (arena.Name == "arena" ? "slot" : arena.Name + "Slot") + Text(index);

    private string After(PlanArena arena, int index) => index == 0 ? Size(arena.Slots[0]) : "checked(" + Slot(arena, index) + " + " + Size(arena.Slots[index]) + ")";

    // A single element is a number, which no loop writes beyond.
    private string Size(DimExpr slot) => slot.TryGetConstant(out long count)
        ? (count == 1 ? Plan.Room : (count + (2 * Plan.Room) - 1) / Plan.Room * Plan.Room).ToString(CultureInfo.InvariantCulture)
        : "Room(" + Dim(slot) + ")";

    /// <summary>The sum of sizes, each rounded up so that what follows is aligned.</summary>
    public string Sum(IEnumerable<DimExpr> sizes)
    {
        long constant = 0;
        var terms = new List<string>();
        foreach (var size in sizes)
        {
            if (size.TryGetConstant(out long number))
            {
                constant += (number + Plan.Alignment - 1) / Plan.Alignment * Plan.Alignment;
            }
            else
            {
                terms.Add("Pad(" + Dim(size) + ")");
            }
        }

        if (constant > 0 || terms.Count == 0)
        {
            terms.Add(constant.ToString(CultureInfo.InvariantCulture));
        }

        return terms.Count == 1 ? terms[0] : "checked(" + string.Join(" + ", terms) + ")";
    }

    private bool SameCondition(PlanStatement a, PlanStatement b) =>
        a is not AbsentStatement && b is not AbsentStatement && (a.Serves & plan.AllServes) == (b.Serves & plan.AllServes) && a.NeedsCt == b.NeedsCt;

    private void Block(IReadOnlyList<PlanStatement> statements)
    {
        string? condition = Condition(statements[0]);
        if (condition is null)
        {
            foreach (var statement in statements)
            {
                Comment(statement);
                Begin(statement);
                Mapped(statement);
            }

            return;
        }

        foreach (var statement in statements)
        {
            Begin(statement);
        }

        writer.Open("if (" + condition + ")");
        lastComment = string.Empty;
        foreach (var statement in statements)
        {
            Comment(statement);
            Mapped(statement);
        }

        writer.Close();
        lastComment = string.Empty;
        var cleared = statements.SelectMany(s => s.ClearedIfSkipped).Distinct().ToList();
        if (cleared.Count > 0)
        {
            writer.Open("else");
            foreach (var buffer in cleared)
            {
                writer.Line(View(buffer) + ".Clear();");
            }

            writer.Close();
        }

        writer.Blank();
    }

    private string? Condition(PlanStatement statement)
    {
        string? want = plan.Tests(statement) && statement is not AbsentStatement ? "(want & " + Bits(statement.Serves & plan.AllServes) + ") != 0" : null;
        string? present = statement.NeedsCt != 0 ? "(present & " + Bits(statement.NeedsCt) + ") != 0" : null;
        return want is null ? present : present is null ? want : want + " && " + present;
    }

    private void Begin(PlanStatement statement)
    {
        foreach (var buffer in statement.Begins)
        {
            Declare(buffer);
        }
    }

    private void Comment(PlanStatement statement)
    {
        var texts = statement.Lines.Where(lineTexts.ContainsKey).Select(l => lineTexts[l]).ToArray();
        string all = string.Join("\n", texts);
        if (texts.Length > 0 && !string.Equals(all, lastComment, StringComparison.Ordinal))
        {
            foreach (string text in texts)
            {
                writer.Line("// " + text);
            }

            lastComment = all;
        }
    }

    private bool MapsLines => model.SourcePath.Length > 0;

    // Of several lines the last: that is where what the statement makes has its name.
    private void Mapped(PlanStatement statement)
    {
        int line = statement.IsControl || statement is AbsentStatement || !MapsLines ? 0 : statement.Lines.LastOrDefault(lineTexts.ContainsKey);
        if (line > 0)
        {
            writer.BeginSource(line, model.SourcePath);
        }

        Statement(statement);
        if (line > 0)
        {
            writer.EndSource();
        }
    }

    private void Statement(PlanStatement statement)
    {
        switch (statement)
        {
            case LoopStatement s:
                Loop(s);
                break;
            case AbsentStatement s:
                writer.Open("if ((" + (s.IsPartial ? "want" : "present") + " & " + Bits(s.Present) + ") == 0)");
                writer.Line(s.Zero.Name + ".Clear();");
                writer.Line(s.Cotangent.Name + " = " + s.Zero.Name + ";");
                writer.Close();
                writer.Blank();
                break;
            case CopyStatement s:
                writer.Line(View(s.Source) + ".CopyTo(" + View(s.Target) + ");");
                break;
            case FillStatement s:
                Fill(s.Target, s.Value);
                break;
            case ContractStatement s:
                writer.Line(Names.Services + "Contraction.Run<" + element + ">(" + contracts.Name(s.Spec, s.Orders) + ", " + Dims(s.Extents) + ", " + View(s.A) + ", " + View(s.B) + ", " + View(s.Target) + (s.Accumulate ? ", accumulate: true" : string.Empty) + ");" + ShapeComment(s.Target));
                break;
            case ReduceStatement s:
                Reduce(s);
                break;
            case TransposeStatement s:
                writer.Line(Names.Services + "Movement.Transpose<" + element + ">(" + View(s.Source) + ", " + Dims(s.Shape) + ", [" + string.Join(", ", s.Permutation.Select(Text)) + "], " + View(s.Target) + ");" + ShapeComment(s.Target));
                break;
            case WindowStatement s:
                Window(s);
                break;
            case TriStatement s:
                var batch = s.Shape.Take(s.Shape.Rank - 2).Aggregate(DimExpr.One, (a, b) => a * b);
                writer.Line(Names.Services + "Movement.Tri<" + element + ">(" + View(s.Source) + ", " + Dim(batch) + ", " + Dim(s.Shape[s.Shape.Rank - 2]) + ", " + Dim(s.Shape[s.Shape.Rank - 1]) + ", lower: " + Flag(s.Lower) + ", k: " + Text(s.Diagonal) + ", " + View(s.Target) + ");" + ShapeComment(s.Target));
                break;
            case PackTriStatement s:
                writer.Line(Names.Services + "Movement." + (s.Unpacks ? "Unpack" : "Pack") + "Tri<" + element + ">(" + View(s.Source) + ", " + Dim(s.Batch) + ", " + Dim(s.Order) + ", lower: " + Flag(s.Lower) + ", strict: " + Flag(s.Strict) + ", " + View(s.Target) + ");" + ShapeComment(s.Target));
                break;
            case FactorStatement s:
                Factor(s);
                break;
            case ConvergedStatement s:
                writer.Line("Instance.CheckConverged<" + element + ">(" + View(s.Residual) + ", " + View(s.Bound) + ", " + View(s.Steps) + ", " + Quote(s.Of) + Where(s.Line) + ");");
                break;
            case SolveStatement s:
                Solve(s);
                break;
            case IterationStatement s:
                Iteration(s);
                break;
            case ReplayStatement s:
                Replay(s);
                break;
            case BranchStatement s:
                Branch(s);
                break;
            default:
                throw new InvalidOperationException("No text for a " + statement.GetType().Name + ".");
        }
    }

    private void Reduce(ReduceStatement s)
    {
        uint mask = s.Axes.Aggregate(0u, (m, axis) => m | (1u << axis));
        string how = s.Block is { } block
            ? Dim(block.Outer) + ", " + Dim(block.Reduced) + ", " + Dim(block.Inner)
            : Dims(s.Shape) + ", " + mask.ToString(CultureInfo.InvariantCulture) + "u";
        writer.Line(Names.Services + "Reductions.Reduce" + (s.Maximum ? "Max" : "Sum") + "<" + element + ">(" + View(s.Source) + ", " + how + ", " + View(s.Target) + (s.Accumulate ? ", accumulate: true" : string.Empty) + ");" + ShapeComment(s.Target));
    }

    private void Window(WindowStatement s)
    {
        if (s.Offset is { } offset)
        {
            string window = View(new BufferView(s.Whole.Buffer, s.Whole.Offset + offset, s.PartShape.ElementCount));
            writer.Line((s.Kind switch
            {
                WindowKind.Read => window + ".CopyTo(" + View(s.Part) + ")",
                WindowKind.Set => View(s.Part) + ".CopyTo(" + window + ")",
                _ => Names.Services + "Movement.Add<" + element + ">(" + window + ", " + View(s.Part) + ")",
            }) + ";" + ShapeComment(s.Kind == WindowKind.Read ? s.Part.Buffer : s.Whole.Buffer));
            return;
        }

        string function = s.Kind switch { WindowKind.Read => "ReadAt", WindowKind.Set => "SetAt", _ => "AddAt" };
        var changed = s.Kind == WindowKind.Read ? s.Part.Buffer : s.Whole.Buffer;
        writer.Line(Names.Services + "Movement." + function + "<" + element + ">(" + View(s.Whole) + ", " + Dims(s.WholeShape) + ", " + Dims(s.Starts) + ", [], " + Dims(s.PartShape) + ", " + View(s.Part) + ");" + ShapeComment(changed));
    }

    private void Loop(LoopStatement loop)
    {
        if (loop.IsScalar)
        {
            Arithmetic(loop);
            return;
        }

        var kernel = kernels.Kernel(loop);
        var operands = new List<string>();
        var indices = loop.Outer.Select((_, i) => "at" + Text(i)).ToArray();
        for (int i = 0; i < loop.Outputs.Count; i++)
        {
            operands.Add(kernel.Outputs[i] + " = { " + Place(loop.Outputs[i], indices) + " }");
        }

        for (int i = 0; i < loop.Inputs.Count; i++)
        {
            var input = loop.Inputs[i];
            if (input.Number is { } number)
            {
                operands.Add(kernel.Inputs[i] + " = { At = ref " + Variable(Dim(number)) + " }");
            }
            else
            {
                operands.Add(kernel.Inputs[i] + " = { " + Place(input, indices) + " }");
            }
        }

        for (int i = 0; i < indices.Length; i++)
        {
            writer.Open("for (int " + indices[i] + " = 0; " + indices[i] + " < " + Dim(loop.Outer[i]) + "; " + indices[i] + "++)");
        }

        string sum = loop.RowSum is { } rows ? "new() { " + Place(rows.Target, indices) + " }, " : string.Empty;
        string run = loop.IsWhole ? ".RunWhole<" : loop.IsHeavy ? ".RunHeavy<" : ".Run<";
        writer.Line(Names.Fused + (loop.RowSum is null ? string.Empty : "Sum") + run + kernel.Name + ", " + element + ">(" + (loop.IsWhole ? string.Empty : Inside(loop.Rows) + ", ") + Inside(loop.Cols) + ", " + sum + "new() { " + string.Join(", ", operands) + " });" + ShapeComment(loop.Targets.ToArray()));
        for (int i = 0; i < indices.Length; i++)
        {
            writer.Close();
        }
    }

    private string Place(LoopOperand operand, string[] indices)
    {
        var memory = operand.Buffer!.At(operand.Offset, DimExpr.Zero);
        var offset = memory.Offset.Equals(DimExpr.Zero) ? [] : new List<string> { Inside(memory.Offset) };
        for (int i = 0; i < indices.Length; i++)
        {
            var stride = operand.OuterStrides[i];
            if (!stride.Equals(DimExpr.Zero))
            {
                offset.Add(stride.Equals(DimExpr.One) ? indices[i] : indices[i] + " * " + Factor(stride));
            }
        }

        string at = offset.Count == 0 ? string.Empty : ", " + string.Join(" + ", offset);
        string rows = operand.RowStride.Equals(DimExpr.Zero) ? string.Empty : ", Rows = " + Inside(operand.RowStride);
        return "At = ref Place(" + memory.Buffer.Name + at + ")" + rows;
    }

    // The last argument of what may fail.
    private string Where(int line) => line <= 0 ? string.Empty
        : ", " + Quote("line " + Text(line) + (lineTexts.TryGetValue(line, out string? text) && text.Length > 0 ? ": " + text : string.Empty));

    private void Factor(FactorStatement s)
    {
        string kernel = s.Kind == FactorisationKind.Lu ? "Lu" : "Cholesky";
        writer.Line("Instance.CheckFactor(" + Names.Services + kernel + ".Factor<" + element + ">(" + View(s.Source) + ", " + View(s.Target) + ", " + Dim(s.Order) + "), " + Quote(kernel) + Where(s.Line) + ");");
    }

    private void Solve(SolveStatement s)
    {
        string head = s.Factor switch
        {
            FactorKind.None => "Triangular.Solve",
            FactorKind.Lu => "Lu.Solve",
            _ => "Factorization.SolveCholesky",
        };
        string flags = ", right: " + Flag(s.Right);
        flags += s.Factor switch
        {
            FactorKind.None => ", lower: " + Flag(s.Lower) + ", transpose: " + Flag(s.Transposed) + ", unit: " + Flag(s.Unit),
            FactorKind.Lu => ", transpose: " + Flag(s.Transposed),
            _ => string.Empty,
        };
        writer.Line(Names.Services + head + "<" + element + ">(" + View(s.Matrix) + ", " + View(s.Target) + ", " + Dim(s.Order) + ", " + Dim(s.Columns) + flags + ");" + ShapeComment(s.Target));
    }
}
