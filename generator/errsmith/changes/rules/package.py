"""Rules about the package, its modules and the classes of providers."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ProviderPair, SdkPair
from errsmith.changes.phrases import code, show_catching
from errsmith.changes.rules.rule import define_rule
from errsmith.reporting.words import count


@define_rule(
    "C101",
    "package-renamed",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.PROBLEMS, Affected.LOGS),
)
def package_renamed(pair: SdkPair) -> Iterator[Draft]:
    """The package was renamed.

    Why: every import fails. Pickled errors of the old package cannot be loaded, and without a
    published reference, the types of problem documents contain the name.
    Adapt: replace the name in every import.
    """
    old, new = pair.old.package, pair.new.package
    if old != new and old and new:
        yield Draft(
            subject="package",
            message=f"the package {code(old)} is now {code(new)}",
            adapt=f"Replace {code(old)} with {code(new)} in every import.",
            before=old,
            after=new,
            find=old,
            example=Example(before=f"import {old}\n", after=f"import {new}\n"),
        )


@define_rule("C102", "distribution-renamed", Level.BREAKING, affects=(Affected.TYPES,))
def distribution_renamed(pair: SdkPair) -> Iterator[Draft]:
    """The distribution was renamed.

    Why: installers find no newer version under the old name.
    Adapt: replace the name in your requirements.
    """
    old, new = pair.old.distribution, pair.new.distribution
    if old != new and old and new:
        yield Draft(
            subject="distribution",
            message=f"the distribution {code(old)} is now {code(new)}",
            adapt=f"Require {code(new)} instead of {code(old)}, and uninstall the old one.",
            before=old,
            after=new,
            find=old,
        )


@define_rule(
    "C103",
    "provider-gone",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.READING, Affected.DOCS),
)
def provider_gone(pair: SdkPair) -> Iterator[Draft]:
    """A provider's module is gone.

    This includes renamed modules, because the registry cannot declare a rename.

    Why: importing it fails.
    Adapt: stay on the old version, or import the module that replaces it.
    """
    for name in sorted(pair.old.providers.keys() - pair.new.providers.keys()):
        old = pair.old.providers[name]
        heirs = [
            new
            for new in sorted(pair.new.providers.keys() - pair.old.providers.keys())
            if pair.new.providers[new].class_ == old.class_
        ]
        adapt = "Stay on the old version while you use this API."
        example = None
        if len(heirs) == 1:
            adapt = (
                f"Check whether {code(heirs[0])} replaces it, which has the same base class, "
                f"{code(old.class_)}; if so, import that module."
            )
            example = Example(
                before=f"from {pair.old.package} import {name}\n",
                after=f"from {pair.new.package} import {heirs[0]}\n",
            )
        yield Draft(
            subject=f"provider {name}",
            message=(f"the module {code(name)} is gone, with {count(len(old.errors), 'error')}"),
            adapt=adapt,
            before=name,
            find=name,
            example=example,
        )


@define_rule("C104", "provider-new", Level.SAFE, affects=(Affected.DOCS,))
def provider_new(pair: SdkPair) -> Iterator[Draft]:
    """There is a new provider.

    Why: no existing code imports its module.
    Adapt: nothing.
    """
    for name in sorted(pair.new.providers.keys() - pair.old.providers.keys()):
        new = pair.new.providers[name]
        yield Draft(
            subject=f"provider {name}",
            message=f"the module {code(name)} is new, with {count(len(new.errors), 'error')}",
            adapt=f"Import {code(f'{pair.new.package}.{name}')} if you use this API.",
            after=name,
        )


@define_rule(
    "C105",
    "provider-class-renamed",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.LOGS),
)
def provider_class_renamed(pair: ProviderPair) -> Iterator[Draft]:
    """The base class of a provider's errors was renamed.

    Why: an `except` clause with the old name raises AttributeError when it is reached.
    Adapt: use the new name.
    """
    old, new = pair.old.class_, pair.new.class_
    if old != new:
        name = pair.provider_name
        yield Draft(
            subject="provider",
            message=f"the base class {code(old)} is now {code(new)}",
            adapt=f"Replace {code(f'{name}.{old}')} with {code(f'{name}.{new}')}.",
            before=old,
            after=new,
            find=old,
            example=show_catching(pair, f"{name}.{old}", f"{name}.{new}"),
            at=("provider", "class"),
        )


SDK_RULES = (package_renamed, distribution_renamed, provider_gone, provider_new)
PROVIDER_RULES = (provider_class_renamed,)
