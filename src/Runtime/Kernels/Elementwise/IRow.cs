using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// What a fused kernel sees of its operands at one place of a row. The kernel says by its choice of X or S whether an input
/// advances along the row, so the loop around it has nothing to decide.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRow<V> where V : unmanaged
{
    /// <summary>The current elements of input 0.</summary>
    V X0 { get; }

    /// <summary>The element of input 0 that stands for the whole row.</summary>
    V S0 { get; }

    /// <summary>The current elements of input 1.</summary>
    V X1 { get; }

    /// <summary>The element of input 1 that stands for the whole row.</summary>
    V S1 { get; }

    /// <summary>The current elements of input 2.</summary>
    V X2 { get; }

    /// <summary>The element of input 2 that stands for the whole row.</summary>
    V S2 { get; }

    /// <summary>The current elements of input 3.</summary>
    V X3 { get; }

    /// <summary>The element of input 3 that stands for the whole row.</summary>
    V S3 { get; }

    /// <summary>The current elements of input 4.</summary>
    V X4 { get; }

    /// <summary>The element of input 4 that stands for the whole row.</summary>
    V S4 { get; }

    /// <summary>The current elements of input 5.</summary>
    V X5 { get; }

    /// <summary>The element of input 5 that stands for the whole row.</summary>
    V S5 { get; }

    /// <summary>The current elements of input 6.</summary>
    V X6 { get; }

    /// <summary>The element of input 6 that stands for the whole row.</summary>
    V S6 { get; }

    /// <summary>The current elements of input 7.</summary>
    V X7 { get; }

    /// <summary>The element of input 7 that stands for the whole row.</summary>
    V S7 { get; }

    /// <summary>The current elements of input 8.</summary>
    V X8 { get; }

    /// <summary>The element of input 8 that stands for the whole row.</summary>
    V S8 { get; }

    /// <summary>The current elements of input 9.</summary>
    V X9 { get; }

    /// <summary>The element of input 9 that stands for the whole row.</summary>
    V S9 { get; }

    /// <summary>The current elements of input 10.</summary>
    V X10 { get; }

    /// <summary>The element of input 10 that stands for the whole row.</summary>
    V S10 { get; }

    /// <summary>The current elements of input 11.</summary>
    V X11 { get; }

    /// <summary>The element of input 11 that stands for the whole row.</summary>
    V S11 { get; }

    /// <summary>The current elements of output 0; reading it serves <c>+=</c>.</summary>
    V Y0 { get; set; }

    /// <summary>The current elements of output 1; reading it serves <c>+=</c>.</summary>
    V Y1 { get; set; }

    /// <summary>The current elements of output 2; reading it serves <c>+=</c>.</summary>
    V Y2 { get; set; }

    /// <summary>The current elements of output 3; reading it serves <c>+=</c>.</summary>
    V Y3 { get; set; }

    /// <summary>The current elements of output 4; reading it serves <c>+=</c>.</summary>
    V Y4 { get; set; }

    /// <summary>The current elements of output 5; reading it serves <c>+=</c>.</summary>
    V Y5 { get; set; }
}
