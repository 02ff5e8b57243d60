using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>All primitives, by name. The version is part of every digest: raise it when the meaning of an op changes.</summary>
internal static class OpTable
{
    public const int Version = 1;

    public static readonly IReadOnlyList<Op> All =
    [
        InputOp.Instance, ConstOp.Instance, DimValOp.Instance,
        AddOp.Instance, NegOp.Instance, BroadcastOp.Instance, ReduceSumOp.Instance, TransposeOp.Instance, ReshapeOp.Instance,
        ConvertOp.Instance, ConcatOp.Instance, TriOp.Instance, PackTriOp.Instance, UnpackTriOp.Instance,
        ReadAtOp.Instance, SetAtOp.Instance, AddAtOp.Instance,
        SelectOp.Instance, StopOp.Instance,
        MulOp.Instance, MulZOp.Instance, ContractOp.Instance,
        TriSolveOp.Instance, SolveWithOp.Instance, FactorOp.Instance, CholeskyOp.Instance,
        DivOp.Instance, ExpOp.Instance, Expm1Op.Instance, LogOp.Instance, Log1pOp.Instance, SinOp.Instance, CosOp.Instance,
        TanhOp.Instance, LogisticOp.Instance, ErfOp.Instance, SqrtOp.Instance, PowOp.Instance, Atan2Op.Instance,
        AbsOp.Instance, MaxOp.Instance, MinOp.Instance, SignOp.Instance, FloorOp.Instance,
        CompareOp.Less, CompareOp.LessEqual, CompareOp.Equal, CompareOp.NotEqual,
        LogicOp.And, LogicOp.Or, LogicOp.Not,
        ReduceMaxOp.Instance,
        ForOp.Instance, WhileOp.Instance, IfOp.Instance, CallOp.Instance, UndefinedOp.Instance,
        RootOp.Instance, LinSolveOp.Instance, ConvergedOp.Instance,
    ];

    private static readonly Dictionary<string, Op> ByName = All.ToDictionary(op => op.Name, StringComparer.Ordinal);

    public static Op Get(string name) => ByName.TryGetValue(name, out var op)
        ? op
        : throw new FormatException("The op '" + name + "' is not in the op table (version " + Version + ").");
}
