"""Small made-up plans for tests that need some plan and not the real one."""

from __future__ import annotations

from pathlib import Path

from store.db.database import Store
from store.ledger.identity import Identity, write_identity
from store.opening.open_store import create_store
from store.plan.model import (
    ADMIN,
    Action,
    Deadline,
    Finding,
    Indicator,
    Plan,
    Provenance,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from store.plan.save import save_plan


def small_plan(actions: int = 4) -> Plan:
    """Two strategic objectives with one specific objective each and ``actions`` actions in each."""

    def action(objective: str, n: int) -> Action:
        return Action(
            nr=f"{objective}.{n}",
            id=f"{objective}.{n}",
            title=f"Masa {objective}.{n} për komunat",
            deadline=Deadline("2021-2023", 2021, 2023) if n % 2 else Deadline("2022", 2022, 2022),
            budget={2021: ADMIN, 2022: 1_000_000 * n, 2023: None},
            funding=("BK",),
            lead=("MPB", "Komunat") if n % 2 else ("XYZQ",),
            outputs=(f"Produkti {n}",),
            documents=("Ligji për të Huaj",),
        )

    return Plan(
        id="plan-prove",
        title="Plan prove",
        language="sq",
        years=(2021, 2022, 2023),
        strategic_objectives=tuple(
            StrategicObjective(
                str(s),
                f"Objektivi {s}",
                (Indicator(f"Treguesi {s}", Target("50%", 2021), None, Target(None, 2025), "Rritje"),),
                (
                    SpecificObjective(
                        f"{s}.1",
                        f"Objektivi {s}.1",
                        (Indicator("Numri"),),
                        tuple(action(f"{s}.1", n) for n in range(1, actions + 1)),
                        f"Buxheti {s}.1",
                        {2021: None, 2022: 500, 2023: None},
                    ),
                ),
            )
            for s in (1, 2)
        ),
        findings=(
            Finding("total_mismatch", "1.1", {"year": 2022, "printed": 500, "computed": 900}, "lines 1-2"),
        ),
        provenance={
            "1.1.1/title": Provenance("lines 1-2"),
            "1.1.1/budget/2022": Provenance("line 3", False, "x"),
        },
    )


def large_plan(actions: int) -> Plan:
    """10 strategic with 10 specific objectives each and ``actions`` actions in all, for measuring."""
    models = small_plan().strategic_objectives[0].specific_objectives[0].actions
    words = "Forcimi i kapaciteteve të institucioneve për menaxhimin e migracionit dhe riintegrimit"

    def specific(number: str) -> SpecificObjective:
        return SpecificObjective(
            number,
            f"Objektivi specifik {number}: menaxhimi i migracionit",
            actions=tuple(
                models[n % len(models)]._replace(nr=f"{number}.{n}", id=f"{number}.{n}", title=f"{words} {n}")
                for n in range(1, actions // 100 + 1)
            ),
        )

    return small_plan()._replace(
        findings=(),
        provenance={},
        strategic_objectives=tuple(
            StrategicObjective(
                str(s),
                f"Objektivi strategjik {s}",
                specific_objectives=tuple(specific(f"{s}.{n}") for n in range(1, 11)),
            )
            for s in range(1, 11)
        ),
    )


def sign_with_nothing(store: Store) -> None:
    """Let a database be written to without a key."""
    store.let_sign(lambda replica, data, before: b"")


def enrolled(
    path: Path, *, unit: str = "17", role: str = "field", replica: str = "", plan: Plan | None = None
) -> Store:
    """A database at ``path`` with the small plan, enrolled without a key: what is recorded never leaves."""
    store = create_store(path)
    sign_with_nothing(store)
    save_plan(store, plan or small_plan(), source_name="prove.txt", source_sha256="00")
    with store.writing() as conn:
        identity = Identity(
            replica or path.stem.encode().hex().ljust(32, "0")[:32], f"Zyrtari {unit}", unit, role, "sq"
        )
        write_identity(conn, identity, b"")
    return store
