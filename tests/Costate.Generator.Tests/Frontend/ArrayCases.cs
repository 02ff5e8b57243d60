using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with an array of tensors or records, and what is close to it and right.</summary>
internal static class ArrayCases
{
    private const string Layer = """
        public sealed partial record Layer([Shape("n, n")] TracedTensor<double> W, [Shape("n")] TracedTensor<double> B);

        """;

    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        Case(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F(System.Collections.Generic.List<Layer> [|layers|]) => Sum(layers[0].W);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers) => Sum(layers[0].W);
            """),
        Case(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] params TracedTensor<double>[] [|xs|]) => Sum(xs[0]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs) => Sum(xs[0]);
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static Layer[] F(Layer[] layers) => [|layers|];
            """,
            """
            [Differentiable]
            public static Layer[] F(Layer[] layers) => [.. layers];
            """),
        Case(
            "COS002",
            """
            public partial record Net(Layer[] Layers, [Shape("n")] TracedTensor<double> Last);
            [Differentiable]
            public static Net F(Net net, [Shape("n")] TracedTensor<double> x) => [|net with { Last = x }|];
            """,
            """
            public partial record Net(Layer[] Layers, [Shape("n")] TracedTensor<double> Last);
            [Differentiable]
            public static Net F(Net net, [Shape("n")] TracedTensor<double> x) => net with { Layers = [.. net.Layers], Last = x };
            """),
        Case(
            "COS104",
            """
            [Differentiable]
            [return: Length("count"), Shape("n")]
            public static TracedTensor<double>[] F([Length("count"), Shape("n")] TracedTensor<double>[] xs) => [|xs[1..]|];
            """,
            """
            [Differentiable]
            [return: Length("count + 1"), Shape("n")]
            public static TracedTensor<double>[] F([Length("count"), Shape("n")] TracedTensor<double>[] xs) => [xs[^1], .. xs];
            """),
        Case(
            "COS107",
            """
            [Differentiable]
            [return: [|Length("count")|]]
            public static TracedTensor<double>[] F([Length("count"), Shape("n")] TracedTensor<double>[] xs) => [.. xs];
            """,
            """
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double>[] F([Length("count"), Shape("n")] TracedTensor<double>[] xs) => [.. xs];
            """),
        Case(
            "COS004",
            """
            public partial record Block(Layer[] Layers);
            [Differentiable]
            public static TracedTensor<double> F(Block[] [|blocks|]) => Sum(blocks[0].Layers[0].W);
            """,
            """
            public partial record Block(Layer First, Layer Second);
            [Differentiable]
            public static TracedTensor<double> F(Block[] blocks) => Sum(blocks[0].Second.W);
            """),
        Case(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double>[] [|xs|]) => Sum(xs[0]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, n")] TracedTensor<double>[] xs) => Sum(xs[0]);
            """),
        Case(
            "COS004",
            """
            public partial record Row([Shape("n")] TracedTensor<double> Length);
            [Differentiable]
            public static TracedTensor<double> F(Row[] [|rows|]) => Sum(rows[0].Length);
            """,
            """
            public partial record Row([Shape("n")] TracedTensor<double> Length);
            [Differentiable]
            public static TracedTensor<double> F(Row row) => Sum(row.Length);
            """),
        Case(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([[|Length("n")|], Shape("n")] TracedTensor<double> x) => Sum(x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("n"), Shape("n")] TracedTensor<double>[] x) => Sum(x[0]);
            """),
        Case(
            "COS107",
            """
            public partial record Net([property: [|Length("n")|]] Layer Layer);
            [Differentiable]
            public static TracedTensor<double> F(Net net) => Sum(net.Layer.W);
            """,
            """
            public partial record Net([property: Length("n")] Layer[] Layers);
            [Differentiable]
            public static TracedTensor<double> F(Net net) => Sum(net.Layers[0].W);
            """),
        Case(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("2 *[|"|])] Layer[] layers) => Sum(layers[0].W);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("2 * half")] Layer[] layers) => Sum(layers[1].W);
            """),
        Case(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F(TracedTensor<double>[] [|xs|]) => Sum(xs[0]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("")] TracedTensor<double>[] xs) => Sum(xs[0]);
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers, [Shape("n")] TracedTensor<double> x)
            {
                [|layers[0]|] = layers[0] with { B = x };
                return Sum(layers[0].B);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers, [Shape("n")] TracedTensor<double> x)
            {
                Layer[] own = [.. layers];
                own[0] = own[0] with { B = x };
                return Sum(own[0].B);
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                var own = xs;
                [|own[^1]|] = Sin(xs[0]);
                return Sum(own[0]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                var own = xs[..];
                own[^1] = Sin(xs[0]);
                return Sum(own[0]);
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                var own = xs[..];
                var other = own;
                [|own[0]|] = Sin(xs[0]);
                return Sum(other[0]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                var own = xs[..];
                var other = (TracedTensor<double>[])own.Clone();
                own[0] = Sin(xs[0]);
                return Sum(other[0]);
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                foreach (var x in own) [|own[^1]|] += x;
                return Sum(own[^1]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                foreach (var x in own[..]) own[^1] += x;
                return Sum(own[^1]);
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                own = Set();
                return Sum(own[0]);
                TracedTensor<double>[] Set() { [|own[0] = xs[0]|]; return [.. own]; }
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                own = Set(own);
                return Sum(own[0]);
                TracedTensor<double>[] Set(TracedTensor<double>[] from) { TracedTensor<double>[] to = [.. from]; to[0] = xs[0]; return to; }
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                int i = 0;
                [|(i, own[i])|] = (0, xs[0]);
                return Sum(own[0]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                (own[0], own[^1]) = (own[^1], own[0]);
                return Sum(own[0]);
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                own[0] = Sin(own[0]);
                var y = Sum(own[0] * own[^1]);
                foreach (var x in own) y += Sum(x);
                return Sum(y.Grad([|own|])[0]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                own[0] = Sin(own[0]);
                var y = Sum(own[0] * own[^1]);
                foreach (var x in own) y += Sum(x);
                return Sum(y.Grad(xs)[0]);
            }
            """),
        Case(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs, [Shape("m")] TracedTensor<double> y)
            {
                TracedTensor<double>[] own = [.. xs];
                [|own[0]|] = y;
                return own;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y)
            {
                TracedTensor<double>[] own = [.. xs];
                own[0] = y;
                return own;
            }
            """),
        Case(
            "COS122",
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Length("2"), Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y, double c)
            {
                var own = xs[..];
                [|if (c > 0) own = [y];|]
                return own;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Length("2"), Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y, double c)
            {
                var own = xs[..];
                if (c > 0) own = [y, y];
                return own;
            }
            """),
        Case(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [.. xs];
                [|own[own.Length]|] = xs[0];
                return own;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs)
            {
                TracedTensor<double>[] own = [xs[0], .. xs];
                for (int i = 0; i < xs.Length; i++) own[i + 1] = xs[i];
                return own;
            }
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                var rows = [|new TracedTensor<double>[2]|];
                return Sum(x);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                var rows = new TracedTensor<double>[2] { x, Sin(x) };
                return Sum(rows[1]) * rows.Length;
            }
            """),
        Case(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> v)
            {
                foreach (var x in xs)
                {
                    v = [|Sin(x * v).Jvp(x, v)|];
                }

                return Sum(v);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> v)
            {
                foreach (var x in xs)
                {
                    v = Sin(x * v).Jvp(v, x);
                }

                return Sum(v);
            }
            """),
        Case(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs, double c)
            {
                var x = Sin(xs[0]);
                if (c > 0) x = xs[^1];
                var y = Sum(x * xs[0]);
                foreach (var each in xs) y += Sum(each);
                return Sum([|y.Grad(x)|]);
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double>[] xs, double c)
            {
                var x = Sin(xs[0]);
                if (c > 0) x = Sin(xs[^1]);
                var y = Sum(x * xs[0]);
                foreach (var each in xs) y += Sum(each);
                return Sum(y.Grad(x));
            }
            """),
        Case(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double>[] ys) => [|Sum(xs[0]).Grad(ys)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double>[] ys) => Sum(xs[0]).GradOrZero(ys);
            """),
        Case(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers) => Sum([|layers[layers.Length]|].W);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers) => Sum(layers[layers.Length - 1].W);
            """),
        Case(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("count"), Shape("n")] TracedTensor<double>[] xs) => Sum([|xs[1..(xs.Length + 1)]|][0]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("count + 1"), Shape("n")] TracedTensor<double>[] xs)
            {
                var sum = Sum(xs[0]);
                foreach (var x in xs[1..]) sum = sum * Sum(x);
                return sum;
            }
            """),
        Case(
            "COS113",
            """
            [Differentiable]
            public static TracedTensor<double> F(Layer[] layers) => [|G(layers[1..])|];
            [Differentiable]
            public static TracedTensor<double> G(Layer[] layers) => Sum(layers[0].W);
            """,
            """
            [Differentiable, Where("depth >= 2")]
            public static TracedTensor<double> F([Length("depth")] Layer[] layers) => G(layers[1..]);
            [Differentiable]
            public static TracedTensor<double> G(Layer[] layers) => Sum(layers[0].W);
            """),
        Case(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("depth")] Layer[] layers, [Shape("count")] TracedTensor<double> x) => [|G(layers, x)|];
            [Differentiable]
            public static TracedTensor<double> G([Length("depth")] Layer[] layers, [Shape("depth")] TracedTensor<double> x) => Sum(layers[0].W) * x[0];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Length("count")] Layer[] layers, [Shape("count")] TracedTensor<double> x) => G(layers, x);
            [Differentiable]
            public static TracedTensor<double> G([Length("depth")] Layer[] layers, [Shape("depth")] TracedTensor<double> x) => Sum(layers[0].W) * x[0];
            """),
        Case(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y) => [|G([x, y])|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double>[] xs) => Dot(xs[0], xs[^1]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => G([x, y]) * G(new[] { y });
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double>[] xs) => Dot(xs[0], xs[^1]);
            """),
        Case(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sum(x) * [|G([])|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double>[] xs) => Sum(xs[0]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sum(x) * G([x]);
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double>[] xs) => Sum(xs[0]);
            """),
    ];

    private static DiagnosticCase Case(string id, string wrong, string right) => new(id, Used(wrong), Used(right));

    private static string Used(string members) => members.Contains("Layer", System.StringComparison.Ordinal) ? Layer + members : members;
}
