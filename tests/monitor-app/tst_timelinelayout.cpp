// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinelayout.h"

#include "monitor-app/syntheticapplication.h"

#include "models/timelinetable.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

#include <algorithm>
#include <limits>

using namespace Spawn;

class TimelineLayoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void lowestFreeLane();
    void keepsLanes();
    void stragglerFindsRoom();
    void onlyWhatIsInTheRange();
    void merges();
    void waitsDrawTheQueue();
    void helpersAndGaps();
    void filter();
    void forgetsWhatIsGone();
    void totals();
    void scale();
    void ticks();
    void table();
    void manyCommands();

private:
    CommandSnapshot &ran(quint64 id, qint64 submitted, qint64 started, qint64 finished,
                         CommandResult::Error error = CommandResult::Error::NoError);
    TimelineLayout laidOut(qint64 from, qint64 to, int width = 1000, qint64 now = 1'000'000);
    static int laneOf(const std::vector<TimelineBar> &bars, quint64 command);

    SpawnerSnapshot m_snapshot;
    TimelineHistory m_history;
};

void TimelineLayoutTest::init()
{
    m_snapshot = {};
    m_history = {};
}

CommandSnapshot &TimelineLayoutTest::ran(quint64 id, qint64 submitted, qint64 started,
                                         qint64 finished, CommandResult::Error error)
{
    CommandSnapshot &command = m_snapshot.commands[id];
    command.id = id;
    command.submitted = submitted;
    command.started = started;
    command.finished = finished;
    command.error = error;
    command.arguments = QStringList{u"make"_qs};
    command.state = finished != 0 ? CommandReply::State::Finished
        : started != 0            ? CommandReply::State::Running
                                  : CommandReply::State::Queued;
    return command;
}

TimelineLayout TimelineLayoutTest::laidOut(qint64 from, qint64 to, int width, qint64 now)
{
    return layOut(m_history, m_snapshot.restarts, m_snapshot.helper,
                  {TimeScale{{from, to}, width}, now});
}

int TimelineLayoutTest::laneOf(const std::vector<TimelineBar> &bars, quint64 command)
{
    for (const TimelineBar &bar : bars) {
        if (bar.command == command)
            return bar.lane;
    }
    return -1;
}

void TimelineLayoutTest::lowestFreeLane()
{
    ran(1, 1000, 1000, 3000);
    ran(2, 1500, 1500, 2000);
    ran(3, 2000, 2000, 4000); // as soon as 2 has ended
    ran(4, 2500, 2500, 0);
    ran(5, 3000, 3000, 3500);
    m_history.reset(m_snapshot);
    const TimelineLayout layout = laidOut(0, 5000, 1000, 5000);
    QCOMPARE(layout.runningLanes, 3);
    QCOMPARE(laneOf(layout.running, 1), 0);
    QCOMPARE(laneOf(layout.running, 2), 1);
    QCOMPARE(laneOf(layout.running, 3), 1);
    QCOMPARE(laneOf(layout.running, 4), 2);
    QCOMPARE(laneOf(layout.running, 5), 0);
    const TimelineBar &open = layout.running.back();
    QVERIFY(open.open);
    QCOMPARE(open.right, 1000.0F);
    QVERIFY((open.mark == Mark{Glyph::Triangle, Tone::Accent}));
    QVERIFY(layout.waiting.empty()); // all were started at once
}

void TimelineLayoutTest::keepsLanes()
{
    ran(1, 1000, 1000, 0);
    ran(2, 1000, 1100, 0);
    ran(3, 1000, 0, 0);
    m_history.reset(m_snapshot);
    ran(1, 1000, 1000, 2000, CommandResult::Error::TimedOut);
    ran(3, 1000, 2000, 0);
    m_history.update(m_snapshot, {1, 3});
    const TimelineLayout layout = laidOut(0, 5000, 1000, 5000);
    QCOMPARE(layout.running.size(), size_t(3));
    QCOMPARE(laneOf(layout.running, 1), 0);
    QCOMPARE(laneOf(layout.running, 2), 1);
    QCOMPARE(laneOf(layout.running, 3), 0); // where 1 has made room
    QVERIFY((layout.running.front().mark == Mark{Glyph::Clock, Tone::Warn}));
    QCOMPARE(laneOf(layout.waiting, 3), 1);
    // Looked at later or all at once: the same.
    TimelineHistory anew;
    anew.reset(m_snapshot);
    QCOMPARE(anew.runs().lanes().size(), m_history.runs().lanes().size());
    QCOMPARE(laneOf(laidOut(2500, 5000, 1000, 5000).running, 2), 1);
}

void TimelineLayoutTest::stragglerFindsRoom()
{
    ran(1, 1000, 1000, 2000);
    ran(2, 3000, 3000, 4000);
    m_history.reset(m_snapshot);
    ran(3, 1500, 1500, 3500); // told late
    m_history.update(m_snapshot, {3});
    for (const SpanLanes::Lane &lane : m_history.runs().lanes()) {
        for (size_t i = 1; i < lane.size(); ++i)
            QVERIFY(lane[i].from >= lane[i - 1].to);
    }
    QCOMPARE(m_history.runs().count(), size_t(3));
}

void TimelineLayoutTest::onlyWhatIsInTheRange()
{
    ran(1, 1000, 1000, 2000);
    ran(2, 1000, 1000, 9000);
    ran(3, 8000, 8000, 9000);
    m_history.reset(m_snapshot);
    const TimelineLayout layout = laidOut(4000, 6000);
    QCOMPARE(layout.running.size(), size_t(1));
    QCOMPARE(layout.running.front().command, 2ULL);
    QVERIFY(layout.running.front().left < 0);
    QVERIFY(layout.running.front().right > 1000);
}

void TimelineLayoutTest::merges()
{
    // Each is 1 px, then a gap, then one that is wide.
    for (quint64 i = 0; i < 10; ++i)
        ran(i + 1, 0, qint64(1000 + i * 10), qint64(1010 + i * 10));
    ran(5, 0, 1040, 1050, CommandResult::Error::NonZeroExit);
    ran(20, 0, 2000, 2010);
    ran(21, 0, 2010, 2500);
    m_history.reset(m_snapshot);
    const TimelineLayout layout = laidOut(0, 10'000);
    QCOMPARE(layout.running.size(), size_t(3));
    QCOMPARE(layout.running.front().count, 10);
    QCOMPARE(layout.running.front().command, 5ULL); // the failed one is seen
    QCOMPARE(layout.running.front().mark.tone, Tone::Fail);
    QCOMPARE(layout.running.at(1).right - layout.running.at(1).left, float(NarrowestBar));
    QCOMPARE(layout.running.at(2).count, 1);
    // Seen from nearer they are apart.
    QCOMPARE(laidOut(1000, 1200).running.size(), size_t(10));
}

void TimelineLayoutTest::waitsDrawTheQueue()
{
    ran(1, 1000, 3000, 4000);
    ran(2, 2000, 0, 0);
    ran(3, 2500, 0, 4000, CommandResult::Error::Cancelled); // never ran
    m_history.reset(m_snapshot);
    const TimelineLayout layout = laidOut(0, 10'000, 1000, 8000);
    QCOMPARE(layout.waitingLanes, 3);
    QCOMPARE(layout.running.size(), size_t(1));
    QCOMPARE(layout.depth.size(), size_t(1000));
    QCOMPARE(layout.depth.at(50), 0);
    QCOMPARE(layout.depth.at(150), 1);
    QCOMPARE(layout.depth.at(220), 2);
    QCOMPARE(layout.depth.at(260), 3);
    QCOMPARE(layout.depth.at(350), 2);
    QCOMPARE(layout.depth.at(500), 1);
    QCOMPARE(layout.depth.at(900), -1); // after now
    QCOMPARE(layout.deepest, 3);
    QCOMPARE(m_history.waits().depth(2600), 3);
    QCOMPARE(m_history.waits().depth(3000), 2);
    // From the middle of it, it is as deep.
    QCOMPARE(laidOut(2600, 2700, 100, 8000).depth.at(50), 3);
}

void TimelineLayoutTest::helpersAndGaps()
{
    const qint64 end = 100'000;
    m_snapshot.restarts = {
        SyntheticApplication::restart(1, end, 11, HelperExit::Reason::Crashed, 60'000, 0, 0),
        SyntheticApplication::restart(2, end + 50'000, 12, HelperExit::Reason::Unresponsive, 40'000,
                                      0, 0),
    };
    m_snapshot.helper.processId = 13;
    m_snapshot.helper.started = end + 50'500;
    TimelineLayout layout = laidOut(0, 200'000, 1000, 180'000);
    QCOMPARE(layout.helpers.size(), size_t(3));
    QCOMPARE(layout.helpers.at(0).from, 40'000);
    QCOMPARE(layout.helpers.at(2).to, SpanLanes::Open);
    QCOMPARE(layout.x(layout.helpers.at(2).to), 900.0);
    QCOMPARE(layout.gaps.size(), size_t(2));
    QCOMPARE(layout.gaps.at(0).to, end + 10'000);
    QCOMPARE(layout.gaps.at(0).mark.tone, Tone::Signal);
    QCOMPARE(layout.gaps.at(1).to, end + 50'500);
    // There is none after the last.
    m_snapshot.helper = {};
    layout = laidOut(0, 200'000, 1000, 180'000);
    QCOMPARE(layout.helpers.size(), size_t(2));
    QCOMPARE(layout.gaps.back().to, SpanLanes::Open);
    QVERIFY(laidOut(0, 30'000, 1000, 180'000).helpers.empty());
}

void TimelineLayoutTest::filter()
{
    ran(1, 0, 1000, 1010, CommandResult::Error::NonZeroExit);
    ran(2, 0, 1010, 1020);
    ran(3, 0, 5000, 6000);
    m_history.reset(m_snapshot);
    const QSet<quint64> matching{2};
    const TimelineLayout layout
        = layOut(m_history, {}, {}, {TimeScale{{0, 10'000}, 1000}, 10'000, &matching});
    QCOMPARE(layout.running.size(), size_t(2));
    QCOMPARE(layout.running.front().command, 2ULL); // not the worst, but what was looked for
    QVERIFY(!layout.running.front().quiet);
    QVERIFY(layout.running.back().quiet);
}

void TimelineLayoutTest::forgetsWhatIsGone()
{
    QList<quint64> all;
    for (quint64 i = 1; i <= 2000; ++i) {
        ran(i, qint64(i * 10), qint64(i * 10 + 2), qint64(i * 10 + 8));
        all += i;
    }
    ran(2001, 20'010, 20'012, 0);
    m_history.reset(m_snapshot);
    QCOMPARE(m_history.runs().count(), size_t(2001));
    for (const quint64 id : std::as_const(all))
        m_snapshot.commands.remove(id);
    m_history.update(m_snapshot, all);
    QCOMPARE(m_history.runs().count(), size_t(1));
    QCOMPARE(m_history.waits().count(), size_t(0 + 1));
    ran(2001, 20'010, 20'012, 21'000);
    ran(2002, 21'000, 21'002, 0);
    m_history.update(m_snapshot, {2001, 2002});
    QCOMPARE(laneOf(laidOut(20'000, 22'000, 1000, 22'000).running, 2002), 0);
}

void TimelineLayoutTest::totals()
{
    ran(1, 0, 1000, 2000);
    ran(2, 0, 1500, 2500, CommandResult::Error::NonZeroExit);
    ran(3, 0, 3000, 3500, CommandResult::Error::TimedOut);
    ran(4, 3200, 0, 0);
    m_history.reset(m_snapshot);
    QCOMPARE(totalsOf(m_history, {0, 10'000}, 10'000).commands, 3);
    QCOMPARE(totalsOf(m_history, {0, 10'000}, 10'000).failed, 2);
    QCOMPARE(totalsOf(m_history, {2100, 2900}, 10'000).commands, 1);
    QCOMPARE(commandsIn(m_history, {3300, 4000}, 10'000), (QList<quint64>{4, 3}));
}

void TimelineLayoutTest::scale()
{
    const TimeScale scale{{10'000, 20'000}, 1000};
    QCOMPARE(scale.x(15'000), 500.0);
    QCOMPARE(scale.moment(500), 15'000);
    const TimeScale near = scale.zoomed(2, 250);
    QCOMPARE(near.range.length(), 5000);
    QCOMPARE(near.moment(250), scale.moment(250));
    QCOMPARE(scale.moved(100).range.from, 11'000);
    // There is an end to it.
    QCOMPARE(scale.zoomed(1e9, 0).range.length(), 50);
    QVERIFY(scale.zoomed(1e-12, 0).range.length() <= 30LL * 24 * 3600 * 1000);
}

void TimelineLayoutTest::ticks()
{
    const qint64 noon = SyntheticApplication::at(SyntheticApplication::today(), 12, 0, 0);
    const TimeScale scale{{noon - 1000, noon + 420'000}, 940};
    const QList<TimeTick> ticks = timeTicks(scale, 112);
    QCOMPARE(ticks.size(), 7);
    QCOMPARE(ticks.first().text, u"12:00"_qs);
    QCOMPARE(ticks.at(1).moment, noon + 60'000);
    const TimeScale near{{noon, noon + 400}, 940};
    QCOMPARE(timeTicks(near, 112).at(1).text, u"12:00:00.050"_qs);
    const TimeScale days{{noon, noon + 4 * 24 * 3'600'000LL}, 940};
    QCOMPARE(timeTicks(days, 112).first().text, u"12:00"_qs);
    QCOMPARE(timeTicks(days, 112).at(1).text, u"Fri 12 Jun"_qs);
}

void TimelineLayoutTest::table()
{
    for (quint64 i = 1; i <= 6; ++i)
        ran(i, 1000, 1000, 2000);
    TimelineTable table;
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    table.setCommands({6, 5, 3, 2}, m_snapshot.commands, 10'000);
    QCOMPARE(table.rowCount(), 4);
    const QPersistentModelIndex third = table.index(2, 0);
    QSignalSpy resets(&table, &QAbstractItemModel::modelReset);
    table.setCommands({6, 4, 3, 1}, m_snapshot.commands, 10'000);
    QCOMPARE(table.rowCount(), 4);
    QCOMPARE(third.row(), 2);
    QCOMPARE(table.idAt(1), 4ULL);
    QCOMPARE(table.idAt(3), 1ULL);
    QCOMPARE(table.index(0, TimelineTable::CommandColumn).data().toString(), u"make"_qs);
    QCOMPARE(table.index(0, TimelineTable::StateColumn).data().toString(), u"Succeeded"_qs);
    m_snapshot.commands.remove(3);
    table.setCommands({6, 4, 3, 1}, m_snapshot.commands, 10'000);
    QCOMPARE(table.rowCount(), 3);
    table.setCommands({}, {}, 0);
    QCOMPARE(table.rowCount(), 0);
    QCOMPARE(resets.size(), 0);
}

// 100 000 that have ended, eight at a time.
void TimelineLayoutTest::manyCommands()
{
    constexpr quint64 count = 100'000;
    m_snapshot.commands.reserve(count);
    for (quint64 i = 0; i < count; ++i) {
        const auto started = qint64(i / 8 * 100 + i % 8);
        ran(i + 1, started - 50, started, started + 60 + qint64(i * 37 % 40),
            i % 97 == 0 ? CommandResult::Error::NonZeroExit : CommandResult::Error::NoError);
    }
    QElapsedTimer timer;
    timer.start();
    m_history.reset(m_snapshot);
    const qint64 built = timer.nsecsElapsed();
    constexpr qint64 end = count / 8 * 100;
    // The quickest of three: other tests run beside this one.
    TimelineLayout all;
    TimelineLayout part;
    qint64 whole = std::numeric_limits<qint64>::max();
    qint64 near = whole;
    for (int i = 0; i < 3; ++i) {
        timer.restart();
        all = laidOut(0, end, 1000, end);
        whole = std::min(whole, timer.nsecsElapsed());
        timer.restart();
        part = laidOut(end / 2, end / 2 + 10'000, 1000, end);
        near = std::min(near, timer.nsecsElapsed());
    }
    timer.restart();
    QList<quint64> changed;
    for (quint64 i = count + 1; i <= count + 200; ++i) {
        ran(i, end, end + qint64(i % 100), 0);
        changed += i;
    }
    timer.restart();
    m_history.update(m_snapshot, changed);
    const qint64 updated = timer.nsecsElapsed();
    qInfo("history %.1f ms, all of it %.2f ms, ten seconds %.3f ms, 200 changes %.3f ms", built / 1e6,
          whole / 1e6, near / 1e6, updated / 1e6);
    QVERIFY(all.running.size() < 10'000);
    QVERIFY(part.running.size() > 700);
    QVERIFY(part.running.size() < 10'000);
#ifndef __SANITIZE_ADDRESS__ // which looks at each access
    QVERIFY2(whole < 100'000'000, "far from 20 ms, even on a slow machine");
#endif
    QVERIFY(near < 100'000'000);
}

QTEST_GUILESS_MAIN(TimelineLayoutTest)
#include "tst_timelinelayout.moc"
