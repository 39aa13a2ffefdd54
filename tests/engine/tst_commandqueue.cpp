// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/commandqueue.h"

#include <QtTest/QtTest>

#include <climits>

using namespace Spawn;

class TestCommandQueue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesLargerPrioritiesFirst();
    void keepsTheOrderOfIdsWithinAPriority();
    void aCommandThatComesBackKeepsItsPlace();
    void sortsExtremePriorities();
    void givesThoseThatNeedNoPlaceFirst();
    void knowsTheFirstOfEachKind();

private:
    // The queue looks at no run, so any address will do.
    Run *run(int number) { return reinterpret_cast<Run *>(m_runs + number); }
    char m_runs[16] = {};
};

void TestCommandQueue::givesLargerPrioritiesFirst()
{
    CommandQueue queue;
    queue.add(run(1), 0, 1);
    queue.add(run(2), 5, 2);
    queue.add(run(3), -5, 3);
    QCOMPARE(queue.size(), size_t(3));
    QCOMPARE(queue.first(), run(2));
    queue.remove(5, 2);
    QCOMPARE(queue.first(), run(1));
    queue.remove(0, 1);
    QCOMPARE(queue.first(), run(3));
    queue.remove(-5, 3);
    QVERIFY(queue.isEmpty());
}

void TestCommandQueue::keepsTheOrderOfIdsWithinAPriority()
{
    CommandQueue queue;
    for (int id = 9; id > 0; --id)
        queue.add(run(id), 0, static_cast<uint64_t>(id));
    for (int id = 1; id <= 9; ++id) {
        QCOMPARE(queue.first(), run(id));
        queue.remove(0, static_cast<uint64_t>(id));
    }
}

void TestCommandQueue::aCommandThatComesBackKeepsItsPlace()
{
    CommandQueue queue;
    queue.add(run(1), 0, 1);
    queue.add(run(2), 0, 2);
    queue.remove(0, 1);
    queue.add(run(1), 0, 1);
    QCOMPARE(queue.first(), run(1));
}

void TestCommandQueue::sortsExtremePriorities()
{
    CommandQueue queue;
    queue.add(run(1), INT_MIN, 1);
    queue.add(run(2), INT_MAX, 2);
    queue.add(run(3), 0, 3);
    QCOMPARE(queue.first(), run(2));
    queue.remove(INT_MAX, 2);
    QCOMPARE(queue.first(), run(3));
}

void TestCommandQueue::givesThoseThatNeedNoPlaceFirst()
{
    CommandQueue queue;
    queue.add(run(1), INT_MAX, 1);
    queue.add(run(2), {INT_MIN, false}, 2);
    QCOMPARE(queue.first(), run(2));
    queue.remove({INT_MIN, false}, 2);
    QCOMPARE(queue.first(), run(1));
}

void TestCommandQueue::knowsTheFirstOfEachKind()
{
    CommandQueue queue;
    queue.add(run(1), 0, 1);
    queue.add(run(2), INT_MAX, 2);
    queue.add(run(3), {0, false}, 3);
    QCOMPARE(queue.first(true), run(2));
    QCOMPARE(queue.first(false), run(3));
    queue.add(run(4), {INT_MAX, false}, 0);
    QCOMPARE(queue.first(false), run(4));
    queue.remove(INT_MAX, 2);
    QCOMPARE(queue.first(true), run(1));
}

QTEST_GUILESS_MAIN(TestCommandQueue)
#include "tst_commandqueue.moc"
