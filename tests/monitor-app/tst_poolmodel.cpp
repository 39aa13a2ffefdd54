// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolmodel.h"

#include "monitor-app/syntheticpools.h"

#include "models/workertarget.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class PoolModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsOfRows();
    void sums();
    void workerStates_data();
    void workerStates();
    void programThatIsThereTwice();
    void programStates();
    void whatIsNotKnownIsEmpty();
    void lastCauseIsAToolTip();
    void rowsThatStayKeepTheirIndexes();
    void anotherOrderMovesRows();
    void onlyWhatChangesIsSaid();
    void anotherApplicationResets();
    void targetsOfASelection();

private:
    QString text(const PoolPart &part, PoolColumn column) const
    {
        return m_model->indexOf(part).siblingAtColumn(int(column)).data().toString();
    }
    Mark mark(const PoolPart &part) const
    {
        return m_model->indexOf(part)
            .siblingAtColumn(int(PoolColumn::State))
            .data(MarkRole)
            .value<Mark>();
    }
    void update() { m_model->setPools(m_application.value, SyntheticApplication::now()); }
    PoolProgramSnapshot &resize() { return m_application.value.pools[0].programs[0]; }
    PoolProgramSnapshot &exif() { return m_application.value.pools[1].programs[0]; }

    SyntheticApplication m_application;
    std::unique_ptr<PoolModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    const PoolPart m_thumbnails{1, {}, 0};
    const PoolPart m_metadata{2, {}, 0};
    const PoolPart m_resize{1, u"/srv/photos/workers/resize.js"_qs, 0};
    const PoolPart m_exif{2, u"exif.js"_qs, 0};
    const PoolPart m_faces{2, u"/srv/photos/workers/faces"_qs, 0};
    const PoolPart m_worker{1, u"/srv/photos/workers/resize.js"_qs, 732};
};

void PoolModelTest::init()
{
    m_application.value = {};
    fillPools(m_application);
    m_tester.reset();
    m_model = std::make_unique<PoolModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    update();
}

void PoolModelTest::rowsOfRows()
{
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(m_thumbnails, PoolColumn::Name), u"thumbnails"_qs);
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_metadata)), 2);
    QCOMPARE(text(m_resize, PoolColumn::Name), u"resize.js"_qs);
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_resize)), 4);
    QCOMPARE(text(m_worker, PoolColumn::Name), u"Worker #732"_qs);
    QCOMPARE(text(m_worker, PoolColumn::ProcessId), u"5132"_qs);
    QCOMPARE(text(m_worker, PoolColumn::Up), u"2 h 10 m 36 s"_qs);
    for (const PoolPart &part : {m_thumbnails, m_exif, m_worker})
        QCOMPARE(m_model->partAt(m_model->indexOf(part)), part);
    m_application.value.pools[0].name.clear();
    update();
    QCOMPARE(text(m_thumbnails, PoolColumn::Name), u"Pool 1"_qs);
}

void PoolModelTest::sums()
{
    QCOMPARE(text(m_resize, PoolColumn::State), u"2 of 4 running"_qs);
    QCOMPARE(text(m_resize, PoolColumn::Outstanding), u"13"_qs);
    QCOMPARE(text(m_resize, PoolColumn::Waiting), u"21"_qs);
    QCOMPARE(text(m_resize, PoolColumn::Memory), u"655 MiB"_qs);
    QCOMPARE(text(m_resize, PoolColumn::Handled), u"19\u2009180"_qs);
    QCOMPARE(text(m_metadata, PoolColumn::State), u"1 of 4 running"_qs);
    QCOMPARE(text(m_metadata, PoolColumn::Waiting), u"100"_qs);
    QCOMPARE(text(m_metadata, PoolColumn::Ends), u"13"_qs);
    QCOMPARE(text(m_metadata, PoolColumn::Memory), u"59 MiB"_qs);
}

void PoolModelTest::workerStates_data()
{
    QTest::addColumn<WorkerSnapshot::State>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<Mark>("mark");
    using State = WorkerSnapshot::State;
    QTest::newRow("starting") << State::Starting << u"Starting"_qs
                              << Mark{Glyph::HalfRing, Tone::Accent};
    QTest::newRow("running") << State::Running << u"Running"_qs
                             << Mark{Glyph::Triangle, Tone::Accent};
    QTest::newRow("blocked") << State::Blocked << u"Behind"_qs
                             << Mark{Glyph::ArrowAtBar, Tone::Warn};
    QTest::newRow("paused") << State::Paused << u"Paused"_qs
                            << Mark{Glyph::PauseBars, Tone::Neutral};
    QTest::newRow("leaving") << State::Leaving << u"Leaving"_qs << Mark{Glyph::Door, Tone::Neutral};
}

void PoolModelTest::workerStates()
{
    QFETCH(WorkerSnapshot::State, state);
    QFETCH(QString, word);
    QFETCH(Mark, mark);
    resize().workers[1].state = state;
    update();
    QCOMPARE(text(m_worker, PoolColumn::State), word);
    QVERIFY(this->mark(m_worker) == mark);
}

// Removed and added again, as long as the old workers have not ended.
void PoolModelTest::programThatIsThereTwice()
{
    QList<PoolProgramSnapshot> &programs = m_application.value.pools[0].programs;
    programs.append(programs.first());
    update();
    const QModelIndex pool = m_model->indexOf(m_thumbnails);
    QCOMPARE(m_model->rowCount(pool), 2);
    programs.removeFirst();
    update();
    QCOMPARE(m_model->rowCount(pool), 1);
    QCOMPARE(text(m_resize, PoolColumn::Name), u"resize.js"_qs);
}

void PoolModelTest::programStates()
{
    QCOMPARE(text(m_faces, PoolColumn::State), u"Gave up"_qs);
    QVERIFY((mark(m_faces) == Mark{Glyph::BarredRing, Tone::Fail}));
    QVERIFY((mark(m_metadata) == Mark{Glyph::WarningSign, Tone::Warn}));
    QCOMPARE(text(m_exif, PoolColumn::State), u"Next start in 0.6 s"_qs);
    exif().nextStart = 0;
    m_application.value.pools[1].paused = true;
    update();
    QCOMPARE(text(m_exif, PoolColumn::State), u"1 of 3 running"_qs);
    QCOMPARE(text(m_metadata, PoolColumn::State), u"Paused"_qs);
}

void PoolModelTest::whatIsNotKnownIsEmpty()
{
    m_application.value.commands.clear();
    update();
    for (const PoolColumn column :
         {PoolColumn::ProcessId, PoolColumn::Memory, PoolColumn::Processor, PoolColumn::Up}) {
        QCOMPARE(text(m_worker, column), QString());
        QCOMPARE(text(m_resize, column), QString());
    }
    QCOMPARE(text(m_worker, PoolColumn::Outstanding), u"9"_qs);
}

void PoolModelTest::lastCauseIsAToolTip()
{
    const QModelIndex ends = m_model->indexOf(m_resize).siblingAtColumn(int(PoolColumn::Ends));
    QCOMPARE(ends.data().toString(), u"3"_qs);
    QVERIFY(ends.data(Qt::ToolTipRole).toString().contains(u"12:04:09.600. Crashed: SIGSEGV"));
}

void PoolModelTest::rowsThatStayKeepTheirIndexes()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex last(m_model->indexOf({1, m_resize.program, 797}));
    const QPersistentModelIndex gone(m_model->indexOf(m_worker));
    const QPersistentModelIndex exif(m_model->indexOf(m_exif));
    resize().workers.removeAt(1);
    resize().workers.append({850, WorkerSnapshot::State::Starting, 0, 0});
    PoolSnapshot third;
    third.number = 3;
    third.programs = {this->exif()};
    m_application.value.pools.prepend(third);
    PoolProgramSnapshot crop;
    crop.program = QStringLiteral("crop.js");
    m_application.value.pools[1].programs.prepend(crop);
    update();
    QCOMPARE(resets.size(), 0);
    QVERIFY(!gone.isValid());
    QCOMPARE(last.row(), 2);
    QCOMPARE(last.parent().row(), 1);
    QCOMPARE(last.parent().parent().row(), 1);
    QCOMPARE(exif.parent().row(), 2);
    QCOMPARE(m_model->rowCount(m_model->indexOf({3, m_exif.program, 0})), 2);
    QCOMPARE(text({1, m_resize.program, 850}, PoolColumn::State), u"Starting"_qs);
}

void PoolModelTest::anotherOrderMovesRows()
{
    const QPersistentModelIndex worker(m_model->indexOf({2, m_exif.program, 795}));
    std::reverse(m_application.value.pools.begin(), m_application.value.pools.end());
    update();
    QVERIFY(worker.isValid());
    QCOMPARE(worker.parent().parent().row(), 0);
    QCOMPARE(m_model->partAt(worker).worker, 795ULL);
}

void PoolModelTest::onlyWhatChangesIsSaid()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    update();
    QCOMPARE(changes.size(), 0);
    resize().workers[1].handled += 1;
    update();
    QCOMPARE(changes.size(), 1);
    const auto index = changes.first().at(0).toModelIndex();
    QCOMPARE(index, m_model->indexOf(m_worker).siblingAtColumn(int(PoolColumn::Handled)));
}

void PoolModelTest::anotherApplicationResets()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->clear();
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->indexOf(m_worker).isValid());
}

void PoolModelTest::targetsOfASelection()
{
    const QList<PoolSnapshot> &pools = m_application.value.pools;
    QVERIFY(workerTargets(pools, {}).isEmpty());
    QList<WorkerTarget> targets = workerTargets(pools, {m_worker, {1, m_resize.program, 797}});
    QCOMPARE(targets.size(), 1);
    QCOMPARE(targets.first().workers, (QList<quint64>{732, 797}));
    QVERIFY(!targets.first().all);
    // The program has them both.
    targets = workerTargets(pools, {m_worker, m_resize});
    QCOMPARE(targets.size(), 1);
    QVERIFY(targets.first().all);
    QCOMPARE(targets.first().workers.size(), 4);
    targets = workerTargets(pools, {m_metadata});
    QCOMPARE(targets.size(), 2);
    QCOMPARE(targets.last().program, m_faces.program);
    QVERIFY(targets.last().workers.isEmpty());
}

QTEST_GUILESS_MAIN(PoolModelTest)
#include "tst_poolmodel.moc"
