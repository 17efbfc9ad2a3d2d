"""A second opinion on artefacts, by the package abmfact: asked for by hand, never installed with samskapa."""
