// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/deadlines.h"

#include <QtTest/QtTest>

using namespace Spawn;
using namespace std::chrono_literals;

class TestDeadlines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasNoEarliestWhenEmpty();
    void givesOutWhatIsDueInOrder();
    void keepsTheOrderOfEqualTimes();
    void forgetsWhatIsRemoved();
};

static const TimePoint Start = TimePoint() + 1h;

void TestDeadlines::hasNoEarliestWhenEmpty()
{
    Deadlines deadlines;
    QVERIFY(!deadlines.earliest());
    QVERIFY(!deadlines.takeDue(Start + 100h));
}

void TestDeadlines::givesOutWhatIsDueInOrder()
{
    Deadlines deadlines;
    deadlines.add(Start + 3ms, {nullptr, 3});
    deadlines.add(Start + 1ms, {nullptr, 1});
    deadlines.add(Start + 2ms, {nullptr, 2});
    QVERIFY(deadlines.earliest() == Start + 1ms);
    QVERIFY(!deadlines.takeDue(Start));
    QCOMPARE(deadlines.takeDue(Start + 2ms)->second.role, 1);
    QCOMPARE(deadlines.takeDue(Start + 2ms)->second.role, 2);
    QVERIFY(!deadlines.takeDue(Start + 2ms));
    QVERIFY(deadlines.earliest() == Start + 3ms);
}

void TestDeadlines::keepsTheOrderOfEqualTimes()
{
    Deadlines deadlines;
    for (int role = 0; role < 5; ++role)
        deadlines.add(Start, {nullptr, role});
    for (int role = 0; role < 5; ++role)
        QCOMPARE(deadlines.takeDue(Start)->second.role, role);
}

void TestDeadlines::forgetsWhatIsRemoved()
{
    Deadlines deadlines;
    const Deadlines::Key first = deadlines.add(Start, {nullptr, 1});
    deadlines.add(Start, {nullptr, 2});
    deadlines.remove(first);
    deadlines.remove(first); // once more does nothing
    QCOMPARE(deadlines.takeDue(Start)->second.role, 2);
    QVERIFY(!deadlines.earliest());
}

QTEST_GUILESS_MAIN(TestDeadlines)
#include "tst_deadlines.moc"
