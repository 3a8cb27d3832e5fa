package io.plateau.math.sharpness;

/**
 * The perturbation of one task: {@code eps_sh = factor_sh T^2 g} and {@code eps_head = factor_head T^2 h}, where g and h are
 * the gradients with respect to the shared parameters and the head, and {@code T = |theta|} element by element in the
 * adaptive form (ASAM, arXiv 2102.11600), {@code T = 1} in the plain one (SAM, arXiv 2010.01412).
 *
 * <p>The factor is {@code rho / n}. With {@link NormScope#SEPARATE} n is the norm {@code ||T g||} or {@code ||T h||} of the
 * own part, with {@link NormScope#JOINT} {@code sqrt(||T g||^2 + ||T h||^2)} for both.
 *
 * @param rhoShared radius for the shared parameters, in parameter units, at least 0
 * @param rhoHead radius for the head, in parameter units, at least 0
 * @param adaptive whether the radius is scaled by the size of each parameter
 * @param scope over which parameters a norm is taken
 */
public record Perturbation(double rhoShared, double rhoHead, boolean adaptive, NormScope scope) {
    /** Checks the radii: each finite and at least 0, or an {@link IllegalArgumentException}. */
    public Perturbation {
        requireRadius("shared parameters", rhoShared);
        requireRadius("heads", rhoHead);
        if (scope == null) {
            throw new IllegalArgumentException("the norm scope of a perturbation is missing");
        }
    }

    /**
     * The factor of the shared part.
     *
     * @param sharedSquared {@code ||T g||^2}
     * @param headSquared {@code ||T h||^2}
     * @return {@code rhoShared / n}; 0 for a zero gradient; NaN when a needed norm is NaN
     */
    public double sharedFactor(double sharedSquared, double headSquared) {
        return factor(rhoShared, scope == NormScope.JOINT ? sharedSquared + headSquared : sharedSquared);
    }

    /**
     * The factor of the head.
     *
     * @param sharedSquared {@code ||T g||^2}
     * @param headSquared {@code ||T h||^2}
     * @return {@code rhoHead / n}; 0 for a zero gradient; NaN when a needed norm is NaN
     */
    public double headFactor(double sharedSquared, double headSquared) {
        return factor(rhoHead, scope == NormScope.JOINT ? sharedSquared + headSquared : headSquared);
    }

    private static double factor(double rho, double squared) {
        return squared == 0 || rho == 0 ? 0 : rho / Math.sqrt(squared);
    }

    private static void requireRadius(String part, double rho) {
        if (!(rho >= 0) || Double.isInfinite(rho)) {
            throw new IllegalArgumentException("the radius for the " + part + " must be at least 0, not " + rho);
        }
    }
}
