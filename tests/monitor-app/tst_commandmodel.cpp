// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandmodel.h"

#include "models/mark.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

#include <random>

using namespace Spawn;
using State = CommandReply::State;
using Error = CommandResult::Error;

class CommandModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void defaultOrder();
    void queuePlaces();
    void comesMovesAndGoes();
    void goesSilently();
    void persistentIndexes();
    void filters();
    void held();
    void sorts();
    void unknownIsLast();
    void ageSorts();
    void curve();
    void atRandom();
    void hundredThousand();

private:
    CommandSnapshot &command(quint64 id, State state, qint64 moment = 0)
    {
        CommandSnapshot &made = m_commands[id];
        made.id = id;
        made.state = state;
        made.arguments = {QStringLiteral("program%1").arg(id)};
        made.submitted = 1;
        made.processId = state == State::Queued ? 0 : qint64(1000 + id);
        (state == State::Finished ? made.finished : made.started) = moment;
        return made;
    }
    void fill();
    QList<int> ids() const
    {
        QList<int> list;
        for (int row = 0; row < m_model->rowCount(); ++row)
            list += m_model->index(row, 1).data(IdRole).toInt();
        return list;
    }
    QString text(int row, CommandColumn column) const
    {
        return m_model->index(row, int(column)).data().toString();
    }
    void checkOrder() const;

    CommandModel::Commands m_commands;
    std::unique_ptr<CommandModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void CommandModelTest::init()
{
    m_tester.reset();
    m_commands.clear();
    m_model = std::make_unique<CommandModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void CommandModelTest::fill()
{
    command(1, State::Finished, 500);
    command(2, State::Finished, 900).error = Error::NonZeroExit;
    command(3, State::Running, 100);
    command(4, State::Starting);
    command(5, State::Queued);
    command(6, State::Queued);
    command(7, State::Queued).priority = 10;
    m_model->setCommands(m_commands, 2'000);
}

void CommandModelTest::checkOrder() const
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->rowOf(m_model->at(row).id), row);
}

void CommandModelTest::defaultOrder()
{
    fill();
    QCOMPARE(ids(), (QList<int>{3, 4, 7, 5, 6, 2, 1}));
    QCOMPARE(m_model->count(CommandGroup::Waiting), 3);
    QCOMPARE(m_model->count(CommandGroup::Running), 2);
    QCOMPARE(m_model->count(CommandGroup::Failed), 1);
    QCOMPARE(m_model->count(CommandGroup::Succeeded), 1);
    checkOrder();
}

void CommandModelTest::queuePlaces()
{
    fill();
    QCOMPARE(text(2, CommandColumn::State), u"Waiting, 1st"_qs);
    QCOMPARE(text(4, CommandColumn::State), u"Waiting, 3rd"_qs);
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    command(7, State::Starting).priority = 10;
    m_model->change({7}, m_commands, 2'100);
    QCOMPARE(text(m_model->rowOf(6), CommandColumn::State), u"Waiting, 2nd"_qs);
    // Also of those that are not in the change.
    bool told = false;
    for (const QVariantList &change : std::as_const(changes)) {
        told = told
            || (change.at(0).toModelIndex().row() == 0
                && change.at(1).toModelIndex().row() == m_model->rowCount() - 1);
    }
    QVERIFY(told);
}

void CommandModelTest::comesMovesAndGoes()
{
    fill();
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::layoutChanged);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy ended(m_model.get(), &CommandModel::ended);
    command(3, State::Finished, 1'500).error = Error::Crashed;
    command(5, State::Running, 1'600);
    command(8, State::Queued).priority = 99;
    command(9, State::Queued);
    m_commands.remove(1);
    m_model->change({1, 3, 5, 8, 9}, m_commands, 2'100);
    QCOMPARE(ids(), (QList<int>{5, 4, 8, 7, 6, 9, 3, 2}));
    checkOrder();
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended.first().first().value<QList<quint64>>(), QList<quint64>{3});
    QVERIFY(!m_model->find(1));
    QCOMPARE(m_model->total(), 8);
}

void CommandModelTest::goesSilently()
{
    fill();
    m_commands.remove(1);
    command(8, State::Queued);
    m_model->change({8}, m_commands, 2'100);
    QCOMPARE(ids(), (QList<int>{3, 4, 7, 5, 6, 8, 2}));
    // Its place is taken by another.
    command(9, State::Queued);
    m_model->change({9}, m_commands, 2'100);
    QCOMPARE(m_model->total(), 8);
    checkOrder();
}

void CommandModelTest::persistentIndexes()
{
    fill();
    const QPersistentModelIndex waiting = m_model->index(m_model->rowOf(6), 2);
    const QPersistentModelIndex oldest = m_model->index(m_model->rowOf(1), 2);
    command(6, State::Running, 1'700);
    m_commands.remove(1);
    m_model->change({6, 1}, m_commands, 2'100);
    QCOMPARE(waiting.row(), m_model->rowOf(6));
    QCOMPARE(waiting.data(IdRole).toInt(), 6);
    QVERIFY(!oldest.isValid());
}

void CommandModelTest::filters()
{
    fill();
    CommandFilter filter;
    filter.group = CommandGroup::Waiting;
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setFilter(filter);
    QCOMPARE(ids(), (QList<int>{7, 5, 6}));
    QCOMPARE(m_model->rowOf(3), -1);
    QVERIFY(m_model->find(3));
    QCOMPARE(m_model->total(), 7);
    command(7, State::Starting).priority = 10;
    command(8, State::Queued);
    m_model->change({7, 8}, m_commands, 2'100);
    QCOMPARE(ids(), (QList<int>{5, 6, 8}));
    m_model->setFilter({});
    QCOMPARE(ids(), (QList<int>{3, 4, 7, 5, 6, 8, 2, 1}));
    filter.group.reset();
    filter.query = CommandQuery::parsed(QStringLiteral("program2"));
    m_model->setFilter(filter);
    QCOMPARE(ids(), QList<int>{2});
    QCOMPARE(reset.size(), 0);
}

void CommandModelTest::held()
{
    fill();
    m_model->setHeld(true);
    const QList<int> before = ids();
    command(3, State::Finished, 1'900).error = Error::Crashed;
    command(8, State::Queued);
    m_commands.remove(1);
    m_model->change({3, 8, 1}, m_commands, 2'100);
    QCOMPARE(ids(), before);
    QCOMPARE(text(0, CommandColumn::State), u"Signal"_qs); // values change
    QCOMPARE(m_model->count(CommandGroup::Running), 1);
    QCOMPARE(m_model->count(CommandGroup::Waiting), 4);
    m_model->setHeld(false);
    QCOMPARE(ids(), (QList<int>{4, 7, 5, 6, 8, 3, 2}));
    checkOrder();
}

void CommandModelTest::sorts()
{
    fill();
    m_model->sort(int(CommandColumn::Id), Qt::AscendingOrder);
    QCOMPARE(ids(), (QList<int>{1, 2, 3, 4, 5, 6, 7}));
    m_model->sort(int(CommandColumn::Id), Qt::DescendingOrder);
    QCOMPARE(ids(), (QList<int>{7, 6, 5, 4, 3, 2, 1}));
    m_model->sort(int(CommandColumn::Command), Qt::AscendingOrder);
    QCOMPARE(ids().first(), 1);
    m_model->sort(int(CommandColumn::Priority), Qt::DescendingOrder);
    QCOMPARE(ids(), (QList<int>{7, 6, 5, 4, 3, 2, 1}));
    command(8, State::Queued).priority = 5;
    m_model->change({8}, m_commands, 2'100);
    QCOMPARE(ids(), (QList<int>{7, 8, 6, 5, 4, 3, 2, 1}));
    m_model->sort(int(CommandColumn::State), Qt::DescendingOrder);
    QCOMPARE(ids().last(), 3);
}

void CommandModelTest::unknownIsLast()
{
    fill();
    m_model->sort(int(CommandColumn::ProcessId), Qt::AscendingOrder);
    QCOMPARE(ids(), (QList<int>{1, 2, 3, 4, 7, 6, 5}));
    m_model->sort(int(CommandColumn::ProcessId), Qt::DescendingOrder);
    QCOMPARE(ids(), (QList<int>{4, 3, 2, 1, 7, 6, 5}));
}

void CommandModelTest::ageSorts()
{
    using namespace std::chrono_literals;
    command(1, State::Finished, 900).elapsed = 5s;
    command(2, State::Running, 1'000);
    m_model->setCommands(m_commands, 2'000);
    m_model->sort(int(CommandColumn::Ran), Qt::DescendingOrder);
    QCOMPARE(ids(), (QList<int>{1, 2}));
    m_model->setNow(9'000);
    QCOMPARE(ids(), (QList<int>{2, 1}));
    QCOMPARE(text(0, CommandColumn::Ran), u"8.0 s"_qs);
}

void CommandModelTest::curve()
{
    fill();
    command(3, State::Running, 100).processorShare = 0.5;
    m_model->change({3}, m_commands, 2'000);
    for (int second = 0; second < 70; ++second)
        m_model->takeShares();
    const QModelIndex cell = m_model->index(0, int(CommandColumn::Processor));
    QCOMPARE(cell.data(CurveRole).value<QList<double>>().size(), 60);
    QCOMPARE(cell.data().toString(), u"50.0 %"_qs);
    command(3, State::Finished, 1'900);
    m_model->change({3}, m_commands, 2'000);
    QVERIFY(!m_model->index(m_model->rowOf(3), int(CommandColumn::Processor))
                 .data(CurveRole)
                 .isValid());
}

// What comes out of many changes is what a new model would show.
void CommandModelTest::atRandom()
{
    std::mt19937 random(1);
    const auto below = [&random](int bound) {
        return int(random() % unsigned(bound));
    };
    const State states[] = {State::Queued, State::Starting, State::Running, State::Finished};
    CommandFilter filter;
    for (int round = 0; round < 400; ++round) {
        QList<quint64> changed;
        for (int i = below(8); i > 0; --i) {
            const auto id = quint64(1 + below(40));
            changed += id;
            if (below(4) == 0) {
                m_commands.remove(id);
                continue;
            }
            CommandSnapshot &one = command(id, states[below(4)], below(1000));
            one.priority = below(3);
            one.error = Error(below(3));
        }
        if (below(10) == 0)
            m_model->setHeld(!m_model->isHeld());
        m_model->change(changed, m_commands, 2'000);
        if (below(10) == 0) {
            filter.group
                = below(2) == 0 ? std::nullopt : std::optional(CommandGroup(below(CommandGroups)));
            m_model->setFilter(filter);
        }
        if (below(20) == 0)
            m_model->sort(below(CommandColumns), Qt::SortOrder(below(2)));
    }
    m_model->setHeld(false);
    m_model->setFilter({});
    m_model->sort(0, Qt::AscendingOrder);
    CommandModel fresh;
    fresh.setCommands(m_commands, 2'000);
    QCOMPARE(m_model->rowCount(), fresh.rowCount());
    for (int row = 0; row < fresh.rowCount(); ++row) {
        QCOMPARE(m_model->at(row).id, fresh.at(row).id);
        QCOMPARE(text(row, CommandColumn::State), fresh.index(row, 0).data().toString());
    }
    for (int group = 0; group < CommandGroups; ++group)
        QCOMPARE(m_model->count(CommandGroup(group)), fresh.count(CommandGroup(group)));
    checkOrder();
}

void CommandModelTest::hundredThousand()
{
    m_tester.reset(); // it asks for too much
    constexpr quint64 many = 100'000;
    m_commands.reserve(many + 10'000);
    for (quint64 id = 1; id <= many; ++id)
        command(id, State::Finished, qint64(id)).error = Error(id % 5);
    QElapsedTimer timer;
    timer.start();
    m_model->setCommands(m_commands, 200'000);
    const qint64 attach = timer.restart();

    // Ten times: 100 come, 50 of them end at once, and the oldest make room silently.
    qint64 slowest = 0;
    qint64 fastest = std::numeric_limits<qint64>::max();
    quint64 next = many;
    for (int batch = 0; batch < 10; ++batch) {
        QList<quint64> ids;
        for (int i = 0; i < 100; ++i) {
            const quint64 id = ++next;
            command(id, i % 2 ? State::Queued : State::Finished, 100'000 + batch);
            m_commands.remove(id - many);
            ids += id;
            ids += id - many;
        }
        timer.restart();
        m_model->change(ids, m_commands, 200'000);
        const qint64 took = timer.nsecsElapsed();
        slowest = std::max(slowest, took);
        fastest = std::min(fastest, took);
    }
    QCOMPARE(m_model->rowCount(), int(many));
    timer.restart();
    m_model->sort(int(CommandColumn::Command), Qt::AscendingOrder);
    const qint64 sorting = timer.restart();
    CommandFilter filter;
    filter.query = CommandQuery::parsed(QStringLiteral("program9 state:failed"));
    timer.restart();
    m_model->setFilter(filter);
    const qint64 filtering = timer.restart();
    qInfo("attach %lld ms, a batch of 200 %.2f to %.2f ms, sort by text %lld ms, filter %lld ms",
          attach, double(fastest) / 1e6, double(slowest) / 1e6, sorting, filtering);
    // Far above what it takes: other tests run beside this one, and a sanitizer may be in it.
    QVERIFY(attach < 10'000);
    QVERIFY(slowest < 200'000'000);
}

QTEST_GUILESS_MAIN(CommandModelTest)
#include "tst_commandmodel.moc"
