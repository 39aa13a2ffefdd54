// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workerendmodel.h"

#include "monitor-app/syntheticpools.h"

#include "models/mark.h"
#include "models/tableexport.h"
#include "models/workerendfilter.h"
#include "models/workertext.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class WorkerEndModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void causes_data();
    void causes();
    void keepsRows();
    void resetsForAnotherHistory();
    void ofAPart();
    void saysAText();
    void exports();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<WorkerEndModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QList<WorkerEnd> m_ends;
    const qint64 m_now = SyntheticApplication::now();
};

void WorkerEndModelTest::init()
{
    SyntheticApplication application;
    fillPools(application);
    m_ends = application.value.workerEnds;
    m_tester.reset();
    m_model = std::make_unique<WorkerEndModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setEnds(m_ends, m_now);
}

void WorkerEndModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), 10);
    QCOMPARE(text(1, WorkerEndModel::WhenColumn), u"12:04:09.600"_qs);
    QCOMPARE(text(1, WorkerEndModel::WorkerColumn), u"resize.js"_qs);
    QCOMPARE(text(1, WorkerEndModel::ProcessColumn), u"5190"_qs);
    QCOMPARE(text(1, WorkerEndModel::CauseColumn), u"Crashed: SIGSEGV"_qs);
    QCOMPARE(text(1, WorkerEndModel::UptimeColumn), u"22 m 13 s"_qs);
    QCOMPARE(text(1, WorkerEndModel::HandledColumn), u"907"_qs);
    QCOMPARE(text(1, WorkerEndModel::SentAgainColumn), u"2"_qs);
    QCOMPARE(text(1, WorkerEndModel::LostColumn), u"1"_qs);
    QCOMPARE(text(1, WorkerEndModel::BackOffColumn), u"500 ms"_qs);
    const auto mark = m_model->index(1, WorkerEndModel::CauseColumn).data(MarkRole).value<Mark>();
    QVERIFY((mark == Mark{Glyph::Bolt, Tone::Signal}));
}

void WorkerEndModelTest::causes_data()
{
    QTest::addColumn<WorkerEnd::Reason>("reason");
    QTest::addColumn<QString>("text");
    using Reason = WorkerEnd::Reason;
    QTest::newRow("exited") << Reason::Exited << u"Exited by itself: code 3"_qs;
    QTest::newRow("crashed") << Reason::Crashed << u"Crashed: SIGKILL"_qs;
    QTest::newRow("not started") << Reason::FailedToStart << u"Did not start: no such file"_qs;
    QTest::newRow("removed") << Reason::Removed << u"Removed"_qs;
    QTest::newRow("replaced") << Reason::Replaced << u"Restarted, as was asked"_qs;
    QTest::newRow("paused") << Reason::PausedForTooLong << u"Paused for too long"_qs;
    QTest::newRow("asked") << Reason::Asked << u"Asked to be replaced"_qs;
    QTest::newRow("stopped") << Reason::Stopped << u"Stopped with its pool"_qs;
}

void WorkerEndModelTest::causes()
{
    QFETCH(WorkerEnd::Reason, reason);
    QFETCH(QString, text);
    WorkerEnd end;
    end.reason = reason;
    end.exitCode = 3;
    end.signalNumber = SIGKILL;
    end.text = QStringLiteral("no such file");
    QCOMPARE(causeText(end), text);
    QVERIFY(workerEndMark(reason).glyph != Glyph::None);
}

void WorkerEndModelTest::keepsRows()
{
    const QPersistentModelIndex second(m_model->index(1, 0));
    const QPersistentModelIndex oldest(m_model->index(9, 0));
    m_ends.removeFirst();
    WorkerEnd end = m_ends.last();
    ++end.number;
    m_ends += end;
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setEnds(m_ends, m_now);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->rowCount(), 10);
    QCOMPARE(second.row(), 2);
    QVERIFY(!oldest.isValid());
    QCOMPARE(m_model->index(0, 0).data(IdRole).toULongLong(), 11ULL);
}

void WorkerEndModelTest::resetsForAnotherHistory()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setEnds({m_ends.first()}, m_now);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 1);
}

void WorkerEndModelTest::ofAPart()
{
    WorkerEndFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(m_model.get());
    filter.setParts({{2, {}, 0}});
    QCOMPARE(filter.rowCount(), 7);
    filter.setParts({{2, u"exif.js"_qs, 0}});
    QCOMPARE(filter.rowCount(), 3);
    // Its predecessors.
    filter.setParts({{2, u"exif.js"_qs, 795}, {1, {}, 0}});
    QCOMPARE(filter.rowCount(), 6);
    filter.setParts({});
    QCOMPARE(filter.rowCount(), 10);
}

void WorkerEndModelTest::saysAText()
{
    WorkerEndFilter filter;
    filter.setSourceModel(m_model.get());
    filter.setText(u"sigkill"_qs, {});
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(u"meta"_qs, {2});
    QCOMPARE(filter.rowCount(), 7);
    filter.setText(u"faces"_qs, {});
    QCOMPARE(filter.rowCount(), 4);
    filter.sort(WorkerEndModel::BackOffColumn, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, WorkerEndModel::BackOffColumn).data().toString(), u"4.0 s"_qs);
}

void WorkerEndModelTest::exports()
{
    const QList<QByteArray> lines = csvText(*m_model).split('\n');
    QCOMPARE(lines.at(0), "When,Worker,Process,Cause,Uptime,Handled,Sent again,Lost,Back-off\r");
    QCOMPARE(lines.at(2),
             "12:04:09.600,resize.js,5190,Crashed: SIGSEGV,22 m 13 s,907,2,1,500 ms\r");
}

QTEST_GUILESS_MAIN(WorkerEndModelTest)
#include "tst_workerendmodel.moc"
