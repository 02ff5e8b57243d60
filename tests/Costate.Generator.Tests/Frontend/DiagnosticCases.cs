using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Every way in which a method can be wrong, with the message that people read.</summary>
internal static class DiagnosticCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS001",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'Model' must be partial, so that the compiled forms of 'F' can stand beside it. Write 'partial' in the " +
            "declaration.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public static class Model" },
        new(
            "COS001",
            """
            public partial class Part { public class Inner { [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x; } }
            """,
            "'Model' and 'Inner' must be partial, so that the compiled forms of 'F' can stand beside it. Write 'partial' in " +
            "the declaration.",
            """
            public partial class Part { public partial class Inner { [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x; } }
            """)
        { Class = "public static class Model" },
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { [|for (int i = 0; i < 3; i++) { x = x * x; }|] return x; }
            """,
            "'for (int i = 0; i < 3; i++) { x = x * x; }' (a loop) cannot stand in a differentiable method. Write the loop " +
            "around calls of the method; the trace is differentiated through it.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { x = x * x; x = x * x; x = x * x; return x; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double up) => [|up > 0|] ? x : -x;
            """,
            "The condition 'up > 0' is not a compile-time constant, and one graph serves all values. Use Select(condition, a, " +
            "b) for a choice by value, or branch outside of the differentiable method.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x, double up) => Select(GreaterThan(0 * x + up, 0), x, -x);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|factor|];
            private static double factor = 2;
            """,
            "'factor' (a field that is not constant) cannot stand in a differentiable method. Pass the value as a parameter, " +
            "or make it a constant.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * factor;
            private const double factor = 2;
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|x.Shape[0]|];
            """,
            "'x.Shape[0]' (a property) cannot stand in a differentiable method. The size of an axis is x.Dim(axis).",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * x.Dim(0);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { [|Exp(x)|]; return x; }
            """,
            "The result of 'Exp' is not used; tensors do not change, so the call has no effect. Assign the result.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { _ = Exp(x); return x; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { [|last|] = x; return x; }
            private static TracedTensor<double>? last;
            """,
            "Only local variables can be assigned in a differentiable method, not 'last'; return the new value instead.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { TracedTensor<double>? last; last = x; return last; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|default|]!;
            """,
            "'default' (a constant that is neither a number, a bool nor a string) cannot stand in a differentiable method. " +
            "Straight-line code over tensors, numbers and sizes can be read; move the rest to the caller.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Zeros<double>(x.Dim(0));
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * ([|x.Dim(0) / (x.Dim(0) - x.Dim(0))|]);
            """,
            "'x.Dim(0) / (x.Dim(0) - x.Dim(0))': The divisor 0 of 'x.Dim(0) / (x.Dim(0) - x.Dim(0))' is not positive. Sizes " +
            "are divided as numbers that are not negative, by at least 1.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (x.Dim(0) / 2);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (1.0 + ([|x.Dim(0) << 1|]));
            """,
            "'x.Dim(0) << 1' (an operation that has no meaning for these operands) cannot stand in a differentiable method. " +
            "Straight-line code over tensors, numbers and sizes can be read; move the rest to the caller.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (1.0 + 2 * x.Dim(0));
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Twice(x)|];
            private static TracedTensor<double> Twice(TracedTensor<double> x) => x + x;
            """,
            "'Twice' takes a tensor but is not [Differentiable], so the gradient would stop there. Annotate 'Twice', or write " +
            "its body here.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Twice(x);
            [Differentiable]
            private static TracedTensor<double> Twice([Shape("n")] TracedTensor<double> x) => x + x;
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|x.EvalScalar()|];
            """,
            "'EvalScalar' evaluates or differentiates, which belongs outside of a differentiable method. Call it in the loop " +
            "around 'F', on its result.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Sum(x);
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Sum(x * x).Grad(x)|];
            """,
            "'Grad' evaluates or differentiates, which belongs outside of a differentiable method. Call it in the loop around " +
            "'F', on its result.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => 2 * x;
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Math.Sqrt(2)|];
            """,
            "'Sqrt' is not a function of this library, so its derivative is unknown. Compute its value outside and pass it as " +
            "a parameter, or use the function of that name on tensors.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Sqrt(2 * Ones<double>());
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double s) => x * [|Math.Exp(s)|];
            """,
            "'Exp' is not a function of this library, so its derivative is unknown. Compute its value outside and pass it as " +
            "a parameter, or use the function of that name on tensors.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x, double s) => x * Exp(s * Ones<double>());
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Constant(2.0)|];
            """,
            "'Constant' brings data into a trace, which belongs outside of a differentiable method. Pass the tensor as a " +
            "parameter; numbers can stand where they are used, Ones and Zeros make the rest.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * 2.0;
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Sum(x, [|k|]);
            """,
            "The argument 'axes', here 'k', must be a compile-time constant: it decides what is computed, not on what sizes. " +
            "Write the number, or a const.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { const int k = 1; return Sum(x, k); }
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Transpose(x, [0, [|k|]]);
            """,
            "The argument 'perm', here 'k', must be a compile-time constant: it decides what is computed, not on what sizes. " +
            "Write the number, or a const.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Transpose(x, [0, 1]) * k;
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => x * x.Dim([|k|]);
            """,
            "The argument 'axis', here 'k', must be a compile-time constant: it decides what is computed, not on what sizes. " +
            "Write the number, or a const.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => x * x.Dim(1);
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Einsum([|k.ToString()|], x);
            """,
            "'ToString' is not a function of this library, so its derivative is unknown. Compute its value outside and pass " +
            "it as a parameter.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Einsum("i->", x) * k;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] ref TracedTensor<double> [|x|]) => x;
            """,
            "The parameter 'x' is passed by reference; pass values and return results.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<bool> [|x|]) => Select(x, Ones<double>(1), Zeros<double>(1));
            """,
            "The parameter 'x' has the element type bool; double and float can be differentiated.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(LessThan(x, 0), Ones<double>(1), Zeros<double>(1));
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, string [|name|]) => x;
            """,
            "The parameter 'name' has the type string; a differentiable method takes TracedTensor<double>, " +
            "TracedTensor<float>, double, float, int and bool.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int name) => x * name;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, long [|k|]) => x;
            """,
            "The parameter 'k' has the type long; a differentiable method takes TracedTensor<double>, TracedTensor<float>, " +
            "double, float, int and bool.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => x * k;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, float [|s|]) => x * s;
            """,
            "The parameter 's' has the element type float, what stands before it has another; a method works on double or on " +
            "float throughout.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double s) => x * s;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|double|] F([Shape("n")] TracedTensor<double> x) => 1;
            """,
            "'F' returns double; a differentiable method returns a TracedTensor or a tuple of them.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sum(x);
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|void|] F([Shape("n")] TracedTensor<double> x) { }
            """,
            "'F' returns void; a differentiable method returns a TracedTensor or a tuple of them.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|(TracedTensor<double>, int)|] F([Shape("n")] TracedTensor<double> x) => (x, x.Rank);
            """,
            "'F' returns (Costate.TracedTensor<double>, int); a differentiable method returns a TracedTensor or a tuple of " +
            "them.",
            """
            [Differentiable]
            public static (TracedTensor<double>, TracedTensor<double>) F(
                [Shape("n")] TracedTensor<double> x) => (x, Sum(x));
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|TracedTensor<double>[]|] F([Shape("n")] TracedTensor<double> x) => [x];
            """,
            "'F' returns Costate.TracedTensor<double>[]; a differentiable method returns a TracedTensor or a tuple of them.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Stack(0, x);
            """),
        new(
            "COS005",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            public static TracedTensor<double> F(TracedTensor<double> x, TracedTensor<double> y) => x;
            """,
            "'F' has an overload that takes tensors and is not [Differentiable]; a call could silently mean that one. " +
            "Annotate it too, or rename it.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> y) => x;
            public static double F(double x) => x;
            """),
        new(
            "COS006",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'F' needs C# 13 or later, because the generated overload wins by OverloadResolutionPriority; this project uses " +
            "C# 12.0. Set <LangVersion>latest</LangVersion>.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Language = LanguageVersion.CSharp12 },
        new(
            "COS007",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin([|F(x)|]);
            """,
            "'F(x)' is a recursion (F calls F), which has no finite graph. Write a loop around calls of the method instead.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin(Exp(x));
            """),
        new(
            "COS007",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin([|G(x)|]);
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Cos([|F(x)|]);
            """,
            "'G(x)' is a recursion (G calls F), which has no finite graph. Write a loop around calls of the method instead.\n" +
            "'F(x)' is a recursion (F calls G), which has no finite graph. Write a loop around calls of the method instead.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin(G(x));
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Cos(H(x));
            [Differentiable]
            public static TracedTensor<double> H([Shape("n")] TracedTensor<double> x) => Exp(x);
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'F' cannot be [Differentiable]: it is an instance method; make it static and pass what it needs.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public partial class Model" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<T> [|F|]<T>([Shape("n")] TracedTensor<T> x) where T : unmanaged => x;
            """,
            "'F' cannot be [Differentiable]: it is generic or in a generic type; write it for double or float.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'F' cannot be [Differentiable]: it is generic or in a generic type; write it for double or float.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public static partial class Model<T>" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'F' cannot be [Differentiable]: it belongs to an interface; make it a method of a static partial class.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public partial interface Model" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            "'F' cannot be [Differentiable]: its type is local to a file, and the compiled forms stand in another one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "file static partial class Model" },
        new(
            "COS008",
            """
            public static TracedTensor<double> G(TracedTensor<double> x) { return F(x);
            [Differentiable] static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x; }
            """,
            "'F' cannot be [Differentiable]: it is a local function; make it a method of a partial class.",
            """
            public static TracedTensor<double> G(TracedTensor<double> x) { return F(x); static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x; }
            """),
        new(
            "COS008",
            """
            public static Func<TracedTensor<double>, TracedTensor<double>> G =>
                [|[Differentiable] (TracedTensor<double> x) => x|];
            """,
            "This cannot be [Differentiable]: it is a lambda; make it a method of a partial class.",
            """
            public static Func<TracedTensor<double>, TracedTensor<double>> G => F;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            public static TracedTensor<double>? G { [Differentiable] [|get|] => null; }
            """,
            "'get_G' cannot be [Differentiable]: it is not an ordinary method; write a static method of a partial class.",
            """
            public static TracedTensor<double>? G { get => null; }
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static extern TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x);
            """,
            "'F' cannot be [Differentiable]: it has no body that could be read.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static async Task<TracedTensor<double>> [|F|](
                [Shape("n")] TracedTensor<double> x) { await Task.Yield(); return x; }
            """,
            "'F' cannot be [Differentiable]: it is async; evaluate asynchronously outside of it.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("hidden, outer")] TracedTensor<double> w) => Tanh([|MatMul(x, w)|]);
            """,
            "'MatMul(x, w)': MatMul of [batch, inner] and [hidden, outer]: the inner dimensions are inner and hidden. It " +
            "fails for hidden = 2, inner = 3. Here hidden is axis 0 of w [hidden, outer], inner is axis 1 of x [batch, " +
            "inner]. If inner and hidden are one size, give them one name in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => Tanh(MatMul(x, w));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("outer, inner")] TracedTensor<double> w) => [|MatMul(x, w)|];
            """,
            "'MatMul(x, w)': MatMul of [batch, inner] and [outer, inner]: the inner dimensions are inner and outer. It fails " +
            "for inner = 2, outer = 3. Here inner is axis 1 of x [batch, inner], outer is axis 0 of w [outer, inner]. " +
            "'MatMul(x, Transpose(w))' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("outer, inner")] TracedTensor<double> w) => MatMul(x, Transpose(w));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => [|MatMul(Transpose(x), w)|];
            """,
            "'MatMul(Transpose(x), w)': MatMul of [inner, batch] and [inner, outer]: the inner dimensions are batch and " +
            "inner. It fails for batch = 2, inner = 3. Here batch is axis 0 of x [batch, inner], inner is axis 1 of x [batch, " +
            "inner]. 'MatMul(x, w)' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => MatMul(x, w);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, k")] TracedTensor<double> a,
                [Shape("m, n")] TracedTensor<double> b) => [|MatMul(a, b)|];
            """,
            "'MatMul(a, b)': MatMul of [n, k] and [m, n]: the inner dimensions are k and m. It fails for k = 2, m = 3. Here k " +
            "is axis 1 of a [n, k], m is axis 0 of b [m, n]. 'MatMul(b, a)' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, k")] TracedTensor<double> a,
                [Shape("m, n")] TracedTensor<double> b) => MatMul(b, a);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) { [|x += b|]; return x; }
            """,
            "'x += b': The operands of Add have the shapes [n, m] and [n], which do not broadcast: m against n (counted from " +
            "the last axis: axis -1). It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. 'x += " +
            "ExpandDims(b, -1)' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) { x += ExpandDims(b, -1); return x; }
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("2*m, n")] TracedTensor<double> y) => [|x * Transpose(y)|];
            """,
            "'x * Transpose(y)': The operands of Multiply have the shapes [n, m] and [n, 2*m], which do not broadcast: m " +
            "against 2*m (counted from the last axis: axis -1). It fails for m = 2. Here m is axis 1 of x [n, m]. Make the " +
            "two sizes one, by the declared shapes or by Transpose, Slice or Reshape.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("m, n")] TracedTensor<double> y) => x * Transpose(y);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                int k) => [|x - Ones<double>(k, 1)|];
            """,
            "'x - Ones<double>(k, 1)': The operands of Subtract have the shapes [n, m] and [k, 1], which do not broadcast: n " +
            "against k (counted from the last axis: axis -2). It fails for k = 2, n = 3. Here k is the parameter 'k', n is " +
            "axis 0 of x [n, m]. If n and k are one size, give them one name in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                int k) => x - k * Ones<double>(x.Dim(0), 1);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Cholesky(x)|];
            """,
            "'Cholesky(x)': Cholesky needs a square matrix, got [n, m]. It fails for m = 2, n = 3. Here m is axis 1 of x [n, " +
            "m], n is axis 0 of x [n, m]. If n and m are one size, give them one name in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => Cholesky(MatMul(x, Transpose(x)));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, n")] TracedTensor<double> a,
                [Shape("r, n")] TracedTensor<double> b) => [|Solve(a, b)|];
            """,
            "'Solve(a, b)': Solve with the matrix [n, n] needs n at axis 0 of the other side, got [r, n]. It fails for n = 2, " +
            "r = 3. Here n is axis 0 of a [n, n], r is axis 0 of b [r, n]. 'Solve(a, Transpose(b))' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, n")] TracedTensor<double> a,
                [Shape("r, n")] TracedTensor<double> b) => SolveRight(b, a);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Concat(0, x, Transpose(x))|];
            """,
            "'Concat(0, x, Transpose(x))': Concat along axis 0 needs equal other axes, got [n, m] and [m, n]: axis 1 is m " +
            "against n. It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. If m and n are one " +
            "size, give them one name in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Concat(0, x, x);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Squeeze(x, 0)|];
            """,
            "'Squeeze(x, 0)': Only an axis of size 1 can be squeezed, axis 0 of [n, m] is n. It fails for n = 2. Here n is " +
            "axis 0 of x [n, m]. If n is always 1, write 1 for it in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("1, m")] TracedTensor<double> x) => Squeeze(x, 0);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij,jk->ik", x, x)|];
            """,
            "'Einsum(\"ij,jk->ik\", x, x)': In the einsum \"ij,jk->ik\" the index j is m (axis 1 of operand 0 [n, m]) and n (axis " +
            "0 of operand 1 [n, m]). It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. If m " +
            "and n are one size, give them one name in [Shape].",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij,kj->ik", x, x);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(x)|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("2*n, m")] TracedTensor<double> x) => x;
            """,
            "'G(x)': The parameter 'x' of 'G' has the shape [2*n, m], the argument has [n, m]: axis 0 is n, which is not " +
            "always of the form 2*n; if it is here, declare it in that form. It fails for n = 1. Here n is axis 0 of x [n, " +
            "m]. Make the two sizes one, by the declared shapes or by Transpose, Slice or Reshape.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("2*k, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G([Shape("2*n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(x, Sum(x, 0))|];
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) => x;
            """,
            "'G(x, Sum(x, 0))': 'n' of 'G' would be n (axis 0 of 'x', which gets [n, m]) and m (axis 0 of 'b', which gets " +
            "[m]). It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. 'G(Transpose(x), " +
            "Sum(x, 0))' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x, Sum(x, 1));
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) => x;
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(y: Transpose(x), x: x)|];
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n, m")] TracedTensor<double> y) => x;
            """,
            "'G(y: Transpose(x), x: x)': 'n' of 'G' would be n (axis 0 of 'x', which gets [n, m]) and m (axis 0 of 'y', " +
            "which gets [m, n]). It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. 'G(y: " +
            "Transpose(x), x: Transpose(x))' fits.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(y: x, x: x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n, m")] TracedTensor<double> y) => x;
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(Sum(x, 0))|];
            """,
            "'Transpose(Sum(x, 0))': Transpose swaps the last two axes, the shape [m] has fewer. Here x is [n, m]. A vector " +
            "stands on either side of MatMul as it is; ExpandDims(x, axis) makes a row or a column of it.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Transpose(Sum(x, 0, true));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Dot(x, x)|];
            """,
            "'Dot(x, x)': Dot needs operands of rank 1, got the shape [n, m]. Here x is [n, m]. The products of matrices are " +
            "MatMul(a, b) and Einsum.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => MatMul(x, Transpose(x));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|MatMul(x, Sum(x))|];
            """,
            "'MatMul(x, Sum(x))': MatMul needs vectors or matrices, got [n, m] and []; multiply by a scalar with *. Here x is " +
            "[n, m].",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * Sum(x);
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Concat(0, x, Sum(x, 0))|];
            """,
            "'Concat(0, x, Sum(x, 0))': Concat needs operands of one rank, got [n, m] and [m]. Here x is [n, m]. " +
            "ExpandDims(x, axis) adds an axis of size 1; Squeeze and Sum take one away.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => Concat(0, x, Sum(x, 0, keepDims: true));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|BroadcastTo(x, 3)|];
            """,
            "'BroadcastTo(x, 3)': Cannot broadcast [n, m] to [3], which has fewer axes. Here x is [n, m]. Name all axes of " +
            "the result, the new ones first.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => BroadcastTo(x, 3, x.Dim(0), x.Dim(1));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(Sum(x, 0))|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("k, m")] TracedTensor<double> x) => x;
            """,
            "'G(Sum(x, 0))': The parameter 'x' of 'G' has the shape [k, m], the argument has [m]. Here x is [n, m]. " +
            "ExpandDims(x, axis) adds an axis of size 1; Squeeze and Sum take one away.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G([Shape("k, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 2)|];
            """,
            "'Sum(x, 2)': Axis 2 is out of range for the shape [n, m] of rank 2. Here x is [n, m]. Axes count from 0, or back " +
            "from -1 for the last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, -2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 1, -1)|];
            """,
            "'Sum(x, 1, -1)': Sum names an axis of [n, m] twice. Here x is [n, m]. Axes count from 0, or back from -1 for the " +
            "last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, 1, -2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * [|x.Dim(-3)|];
            """,
            "'x.Dim(-3)': Axis -3 is out of range for the shape [n, m] of rank 2. Here x is [n, m]. Axes count from 0, or " +
            "back from -1 for the last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * x.Dim(-2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(x, 0, 0)|];
            """,
            "'Transpose(x, 0, 0)': <0, 0> is not a permutation of the axes of [n, m]. Here x is [n, m]. Axes count from 0, or " +
            "back from -1 for the last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Transpose(x, 1, 0);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|ExpandDims(x, 3)|];
            """,
            "'ExpandDims(x, 3)': A new axis 3 is out of range for the shape [n, m]. Here x is [n, m]. Axes count from 0, or " +
            "back from -1 for the last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => ExpandDims(x, 2);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(x)|];
            """,
            "The result of 'F' has the shape [m, n], declared is [n, m]. It fails for m = 2, n = 3. Here m is axis 1 of x [n, " +
            "m], n is axis 0 of x [n, m]. Return 'x', which has it.",
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { var y = MatMul(x, Transpose(x)); return [|Exp(y)|]; }
            """,
            "The result of 'F' has the shape [n, n], declared is [n, m]. It fails for m = 2, n = 3. Here m is axis 1 of x [n, " +
            "m], n is axis 0 of x [n, m]. Declare [return: Shape(\"n, n\")], or return another value.",
            """
            [Differentiable]
            [return: Shape("n, n")]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { var y = MatMul(x, Transpose(x)); return Exp(y); }
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 0, true)|];
            """,
            "The result of 'F' has the shape [1, m], declared is [n]. Here x is [n, m]. Declare [return: Shape(\"1, m\")], or " +
            "return another value.",
            """
            [Differentiable]
            [return: Shape("1, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, 0, true);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n; n, m")]
            public static (TracedTensor<double> sum, TracedTensor<double> all) F(
                [Shape("n, m")] TracedTensor<double> x) => ([|Sum(x, 0)|], x);
            """,
            "Result 'sum' of 'F' has the shape [m], declared is [n]. It fails for m = 2, n = 3. Here m is axis 1 of x [n, m], " +
            "n is axis 0 of x [n, m]. Declare [return: Shape(\"m; n, m\")], or return another value.",
            """
            [Differentiable]
            [return: Shape("m; n, m")]
            public static (TracedTensor<double> sum, TracedTensor<double> all) F(
                [Shape("n, m")] TracedTensor<double> x) => (Sum(x, 0), x);
            """),
        new(
            "COS105",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Reshape(x, x.Dim(0) + 1, 3)|];
            """,
            "'Reshape(x, x.Dim(0) + 1, 3)': Cannot reshape [n, m] (m*n elements) to [n + 1, 3] (3*n + 3 elements). It fails " +
            "for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. A reshape keeps the product of the " +
            "sizes; x.Dim(axis) is the size of an axis.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(1), x.Dim(0));
            """),
        new(
            "COS105",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Reshape(x, x.Dim(0), -1)|];
            """,
            "'Reshape(x, x.Dim(0), -1)': The size -1 in 'shape' is negative. Sizes are not inferred: write each one, " +
            "x.Dim(axis) for instance.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(0) * x.Dim(1));
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij,jk", x)|];
            """,
            "'Einsum(\"ij,jk\", x)': The einsum \"ij,jk\" is wrong: it describes 2 operands, 1 are given. Here x is [n, m]. Write " +
            "a letter for each axis, as in \"ij,jk->ik\".",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij,kj", x, x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ijk->i", x)|];
            """,
            "'Einsum(\"ijk->i\", x)': The einsum \"ijk->i\" is wrong: operand 0 has the shape [n, m], but \"ijk\" names 3 axes. " +
            "Here x is [n, m]. Write a letter for each axis, as in \"ij,jk->ik\".",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij->i", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij->k", x)|];
            """,
            "'Einsum(\"ij->k\", x)': The einsum \"ij->k\" is wrong: the index k of the result is in no operand. Here x is [n, m]. " +
            "Write a letter for each axis, as in \"ij,jk->ik\".",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij->j", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij->ii", x)|];
            """,
            "'Einsum(\"ij->ii\", x)': The einsum \"ij->ii\" is wrong: the index i stands twice in the result. Here x is [n, m]. " +
            "Write a letter for each axis, as in \"ij,jk->ik\".",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> x) => Einsum("ii->i", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("i1->i", x)|];
            """,
            "'Einsum(\"i1->i\", x)': The einsum \"i1->i\" is wrong: '1' is not an index; indices are letters. Here x is [n, m]. " +
            "Write a letter for each axis, as in \"ij,jk->ik\".",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("iI->i", x);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F(TracedTensor<double> [|x|]) => x;
            """,
            "The parameter 'x' needs its shape, for example [Shape(\"n, m\")]; [Shape(\"\")] is a scalar.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 2*[|*|]m")] TracedTensor<double> x) => x;
            """,
            "The shape \"n, 2**m\" cannot be read: '*' is not expected here. Write the axes separated by commas, each a name, a " +
            "number or an expression such as 2*n + 1.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 2*m, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([[|Shape("n, -1")|]] TracedTensor<double> x) => x;
            """,
            "The shape \"n, -1\" has an axis of the size -1. Sizes are not inferred: give the axis a name.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            [return: [|Shape("n; n")|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            "[return: Shape(\"n; n\")] declares 2 shapes, 'F' returns 1 tensor. Write one shape for each, separated by " +
            "semicolons.",
            """
            [Differentiable]
            [return: Shape("n; n")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            [return: Shape("n; [|)|]")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """,
            "The shape \")\" cannot be read: ')' is not expected here. Write the axes separated by commas, each a name, a " +
            "number or an expression such as 2*n + 1.",
            """
            [Differentiable]
            [return: Shape("n; (n)")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """),
        new(
            "COS108",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n + m")] TracedTensor<double> [|x|]) => x;
            """,
            "No input determines the dimension 'm' of 'x' [m + n]. Declare it alone as an axis of a parameter, or pass it as " +
            "an int parameter of that name.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n + m")] TracedTensor<double> x,
                [Shape("m")] TracedTensor<double> y) => x;
            """),
        new(
            "COS108",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n*n")] TracedTensor<double> [|x|]) => x;
            """,
            "No input determines the dimension 'n' of 'x' [n*n]. Declare it alone as an axis of a parameter, or pass it as an " +
            "int parameter of that name.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n*n")] TracedTensor<double> x, int n) => x;
            """),
        new(
            "COS108",
            """
            [Differentiable]
            [return: Shape("[|k|]")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            "No parameter has the dimension 'k' of the result. Use the names that the parameters declare: n.",
            """
            [Differentiable]
            [return: Shape("k")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Sum(x) * Ones<double>(k);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Slice(x, 0, -1, 2)|];
            """,
            "'Slice(x, 0, -1, 2)': The window starts before axis 0 of [n, m]: start -1. A window must lie inside: 0 <= start " +
            "and start + length <= size.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, 2);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Slice(x, 0, x.Dim(0), 2)|];
            """,
            "'Slice(x, 0, x.Dim(0), 2)': The window ends behind axis 0 of [n, m]: start n, size 2. Here n is axis 0 of x [n, " +
            "m]. A window must lie inside: 0 <= start and start + length <= size.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, x.Dim(0) - 2, 2);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, [|-2|]);
            """,
            "'-2': The size -2 in 'length' is negative. A window must lie inside: 0 <= start and start + length <= size.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, 0);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x) => [|Slice(Zeros<double>(x.Dim(0)), 0, 3, x.Dim(0) - 2)|];
            """,
            "'Slice(Zeros<double>(x.Dim(0)), 0, 3, x.Dim(0) - 2)': The window ends behind axis 0 of [n]: start 3, size n - 2. " +
            "Here n is axis 0 of x [n, m]. A window must lie inside: 0 <= start and start + length <= size.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x) => Slice(Zeros<double>(x.Dim(0)), 0, 2, x.Dim(0) - 2);
            """),
        new(
            "COS110",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * [|Max(Zeros<double>(0, 3), 0)|];
            """,
            "'Max(Zeros<double>(0, 3), 0)': The maximum over axis 0 of [0, 3] needs at least one element. Reduce over axes " +
            "that have elements.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Max(Zeros<double>(1, 3), 0, 1);
            """),
        new(
            "COS110",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Mean(Zeros<double>(3, 0))|];
            """,
            "'Mean(Zeros<double>(3, 0))': The mean over axis 1 of [3, 0] needs at least one element. Reduce over axes that " +
            "have elements.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * Sum(Zeros<double>(3, 0)) * Mean(x);
            """),
        new(
            "COS111",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(GreaterThan([|Ones<float>(1)|], 0f), x, -x);
            """,
            "'Ones<float>(1)' has the element type float, 'F' works on double; a differentiable method works on one element " +
            "type throughout. Use that one here too.",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(GreaterThan(Ones<double>(1), 0), x, -x);
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b, bool c, bool d, bool [|e|], bool f) => x;
            """,
            "The parameter 'e' is one bool too many: each combination of their values is compiled as a graph of its own, and 'F' " +
            "would have 64 of them. Up to 4 are possible. Write several methods, or pass a number and choose by " +
            "Select(condition, a, b).",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b, bool c, bool d) =>
                a ? x : b ? Exp(x) : c || d ? Tanh(x) : -x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool? [|a|]) => x;
            """,
            "The parameter 'a' has the type bool?; a differentiable method takes TracedTensor<double>, TracedTensor<float>, " +
            "double, float, int and bool.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a = true) => a ? x : -x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, in bool [|a|]) => x;
            """,
            "The parameter 'a' is passed by reference; pass values and return results.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a) { a = !a; return a ? x : -x; }
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, (bool, bool) [|a|]) => x;
            """,
            "The parameter 'a' has the type (bool, bool); a differentiable method takes TracedTensor<double>, " +
            "TracedTensor<float>, double, float, int and bool.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                var both = (a, b);
                return both.a ^ both.b ? x : -x;
            }
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => G(x, [|x.Dim(0) > 2|]);
            """,
            "The facts about 'F' do not decide 'x.Dim(0) > 2': it holds for n = 3 and fails for n = 2, and one graph serves all " +
            "sizes. Here n is axis 0 of x [n]. If it always holds, add [Where(\"n > 2\")]. If it never does, add [Where(\"n <= " +
            "2\")]. Otherwise pass a bool parameter, whose values are compiled separately, or branch outside of the " +
            "differentiable method.",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool up) => G(x, up && x.Rank == 1);
            """),
        new(
            "COS002",
            """
            private static int field = 1;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                if (a && !b) x = x * [|field|];
                return x;
            }
            """,
            "'field' (a field that is not constant) cannot stand in a differentiable method. Pass the value as a parameter, or make it a constant. " +
            "This is so when a is true and b is false.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                if (a && !b) x = x * 1;
                return x;
            }
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool transposed) =>
                [|MatMul(transposed ? Transpose(x) : x, x)|];
            """,
            "'MatMul(transposed ? Transpose(x) : x, x)': MatMul of [n, m] and [n, m]: the inner dimensions are m and n. It fails " +
            "for m = 2, n = 3. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. 'MatMul(transposed ? Transpose(x) : x, " +
            "Transpose(x))' fits. This is so when transposed is false.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool transposed) =>
                MatMul(transposed ? Transpose(x) : x, transposed ? x : Transpose(x));
            """),
        new(
            "COS104",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x, bool keep) => Sum(x, 0, keep);
            """,
            "The result of 'F' is a number when keep is false, and a tensor otherwise; the compiled forms return one or the " +
            "other. Give all cases one rank, by Reshape for instance, or write two methods.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool keep) => Sum(x, 0, keep);
            """),
        .. FactCases.All,
        .. LeadingCases.All,
    ];
}
