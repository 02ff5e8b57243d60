using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>
/// Follows what Eval, EvalScalar and EvalTo give through the variables of a method, loops and branches included, to the places where
/// it comes back into a trace. A set of bits says of a number which evaluations it may be computed from, and of a handle
/// (bit 0) whether a derivative may go through it: what is made from constants alone or was stopped has nothing to lose. Conditions,
/// comparisons, integers and texts carry nothing, so what only steers or is printed is never reported.
/// </summary>
internal sealed partial class EvaluationFlow
{
    private const ulong Active = 1;
    private const int MaxOrigins = 63;

    private readonly CancellationToken cancellation;
    private readonly EvaluationSummaries summaries;

    /// <summary>The evaluation of each bit; null for the bit of a parameter, which stands for whatever is passed.</summary>
    private readonly List<IOperation?> origins = [];
    private readonly Dictionary<SyntaxNode, ulong> bitOf = [];
    private readonly Dictionary<SyntaxNode, Reentry> reentries = [];

    /// <summary>Variables that live longer than a path through the method: fields, and locals that nested functions see. Whatever is ever assigned holds everywhere.</summary>
    private readonly Dictionary<ISymbol, ulong> shared = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> captured = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IFlowAnonymousFunctionOperation> lambdas = [];

    /// <summary>What stands for a place that is assigned only after a branch.</summary>
    private readonly Dictionary<CaptureId, IOperation> places = [];
    private readonly IOperation body;
    private FlowState state = new();
    private bool sharedChanged;

    private EvaluationFlow(IOperation body, EvaluationSummaries summaries, CancellationToken cancellation)
    {
        this.body = body;
        this.summaries = summaries;
        this.cancellation = cancellation;
    }

    /// <summary>The places of a method's body, in source order.</summary>
    public static IReadOnlyList<Reentry> Find(ControlFlowGraph graph, EvaluationSummaries summaries, CancellationToken cancellation)
    {
        var flow = Run(graph, null, summaries, cancellation);
        return flow.reentries.Values.OrderBy(r => r.Operand.Syntax.SpanStart).ToArray();
    }

    private static EvaluationFlow Run(ControlFlowGraph graph, IMethodSymbol? method, EvaluationSummaries summaries, CancellationToken cancellation)
    {
        var flow = new EvaluationFlow(graph.OriginalOperation, summaries, cancellation);
        flow.FindCaptured();
        do
        {
            flow.sharedChanged = false;
            flow.Function(graph, method);
        }
        while (flow.sharedChanged);
        return flow;
    }

    private void FindCaptured()
    {
        foreach (var function in body.Descendants().Where(o => o is IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            ISymbol inner = function is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)function).Symbol;
            foreach (var operation in function.Descendants())
            {
                ISymbol? variable = operation switch
                {
                    ILocalReferenceOperation reference => reference.Local,
                    IParameterReferenceOperation reference => reference.Parameter,
                    _ => null,
                };
                if (variable is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, inner))
                {
                    captured.Add(variable);
                }
            }
        }
    }

    private void Function(ControlFlowGraph graph, IMethodSymbol? symbol)
    {
        lambdas.Clear();
        function = symbol;
        Blocks(graph);
        foreach (var lambda in lambdas.ToArray())
        {
            Function(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellation), lambda.Symbol);
        }

        foreach (var local in graph.LocalFunctions)
        {
            Function(graph.GetLocalFunctionControlFlowGraph(local, cancellation), local);
        }
    }

    /// <summary>Goes through the blocks until nothing new is found; sets only grow, so that ends.</summary>
    private void Blocks(ControlFlowGraph graph)
    {
        var entries = new FlowState?[graph.Blocks.Length];
        entries[0] = new FlowState();

        // Handlers are entered from anywhere inside of what they guard.
        var anywhere = new FlowState();
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (var block in graph.Blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                if (block.Kind != BasicBlockKind.Entry && block.Predecessors.IsEmpty && block.IsReachable)
                {
                    entries[block.Ordinal] ??= new FlowState();
                    entries[block.Ordinal]!.Join(anywhere);
                }

                if (entries[block.Ordinal] is not { } entry)
                {
                    continue;
                }

                state = entry.Copy();
                foreach (var operation in block.Operations)
                {
                    Visit(operation);
                    changed |= anywhere.Join(state);
                }

                if (block.BranchValue is { } value)
                {
                    ulong bits = Visit(value);
                    if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
                    {
                        Returned(bits);
                    }
                }

                changed |= anywhere.Join(state);
                foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
                {
                    if (branch?.Destination is { } next)
                    {
                        var into = entries[next.Ordinal];
                        if (into is null)
                        {
                            entries[next.Ordinal] = state.Copy();
                            changed = true;
                        }
                        else
                        {
                            changed |= into.Join(state);
                        }
                    }
                }
            }
        }

        Left(entries[graph.Blocks.Length - 1]);
    }

    private ulong Read(ISymbol variable, ITypeSymbol? type) =>
        IsShared(variable)
            ? shared.TryGetValue(variable, out ulong held) ? held | (variable is IParameterSymbol ? Unknown(variable, type) : 0) : Unknown(variable, type)
            : state.TryGet(variable, out ulong bits) ? bits : Unknown(variable, type);

    /// <summary>Of what comes from outside of the method only handles carry something; a parameter stands for what is passed.</summary>
    private ulong Unknown(ISymbol variable, ITypeSymbol? type) =>
        (TraceSymbols.IsTraced(type) ? Active : 0) | (variable is IParameterSymbol parameter ? Restrict(type, BitOf(parameter)) : 0);

    private bool IsShared(ISymbol variable) => variable is IFieldSymbol or IPropertySymbol || captured.Contains(variable);

    private void Write(ISymbol variable, ulong bits, bool adds = false)
    {
        if (IsShared(variable))
        {
            bool known = shared.TryGetValue(variable, out ulong held);
            if (!known || (held | bits) != held)
            {
                shared[variable] = held | bits;
                sharedChanged = true;
            }
        }
        else
        {
            state.Set(variable, adds && state.TryGet(variable, out ulong before) ? before | bits : bits);
        }
    }

    private void Assign(IOperation target, ulong bits)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Write(local.Local, bits);
                break;
            case IParameterReferenceOperation parameter:
                Write(parameter.Parameter, bits);
                break;
            case IFieldReferenceOperation field:
                Write(field.Field, bits);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: false } property:
                Write(property.Property, bits);
                break;
            case IFlowCaptureReferenceOperation reference when places.TryGetValue(reference.Id, out var place):
                Assign(place, bits);
                break;
            case IDiscardOperation:
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, bits);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    Assign(element, Restrict(element.Type, bits));
                }

                break;
            default:
                // An element of something: the whole then holds it too.
                if (Root(target) is { } root)
                {
                    Write(root, bits, adds: true);
                }

                break;
        }
    }

    /// <summary>The variable that holds what is indexed, spanned or called.</summary>
    private static ISymbol? Root(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false, Instance: null or IInstanceReferenceOperation } property => property.Property,
        IPropertyReferenceOperation { Instance: { } instance } => Root(instance),
        IArrayElementReferenceOperation element => Root(element.ArrayReference),
        IConversionOperation conversion => Root(conversion.Operand),
        IDeclarationExpressionOperation declaration => Root(declaration.Expression),
        IInvocationOperation { Instance: { } instance } => Root(instance),
        IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 0 } arguments } => Root(arguments[0].Value),
        _ => null,
    };

    /// <summary>What a value of a type can carry: a handle the bit of handles, numbers and containers the rest, everything else nothing.</summary>
    private static ulong Restrict(ITypeSymbol? type, ulong bits) => type switch
    {
        null => bits,
        _ when TraceSymbols.IsMask(type) => 0,
        _ when TraceSymbols.IsTraced(type) => bits & Active,
        { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal } => bits & ~Active,
        { SpecialType: not SpecialType.None and not SpecialType.System_Object and not SpecialType.System_Array and not SpecialType.System_Collections_Generic_IEnumerable_T and not SpecialType.System_Collections_Generic_IList_T and not SpecialType.System_Collections_Generic_IReadOnlyList_T and not SpecialType.System_Collections_Generic_ICollection_T and not SpecialType.System_Collections_Generic_IReadOnlyCollection_T and not SpecialType.System_Nullable_T and not SpecialType.System_Collections_Generic_IEnumerator_T } => 0,
        { TypeKind: TypeKind.Enum } => 0,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Restrict(nullable.TypeArguments[0], bits),
        _ => bits,
    };

    private void Found(ReentryKind kind, IOperation operand, IOperation consumer, ulong bits)
    {
        var sources = origins.Where((o, i) => o is not null && (bits & Bit(i)) != 0).Select(o => o!).ToArray();
        Sink(bits);
        if (sources.Length > 0)
        {
            // The last round knows most.
            reentries[operand.Syntax] = new Reentry(kind, operand, consumer, sources);
        }
    }

    private ulong Origin(IOperation evaluation)
    {
        if (!bitOf.TryGetValue(evaluation.Syntax, out ulong bit))
        {
            bit = Bit(origins.Count);
            origins.Add(evaluation);
            bitOf.Add(evaluation.Syntax, bit);
        }

        return bit;
    }

    /// <summary>Very many evaluations share the last bit; what is found is the same, only more of them are named.</summary>
    private static ulong Bit(int origin) => 1UL << Math.Min(origin + 1, MaxOrigins);
}
