// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobendmodel.h"

#include "monitor-app/syntheticjobs.h"

#include "models/jobendfilter.h"
#include "models/jobtext.h"
#include "models/mark.h"
#include "models/tableexport.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class JobEndModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void outcomes_data();
    void outcomes();
    void keepsRows();
    void resetsForAnotherHistory();
    void ofAPart();
    void saysAText_data();
    void saysAText();
    void failedOnly();
    void sorts();
    void exports();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<JobEndModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QList<JobEnd> m_ends;
    const qint64 m_now = SyntheticApplication::now();
};

void JobEndModelTest::init()
{
    SyntheticApplication application;
    fillJobs(application);
    m_ends = application.value.jobEnds;
    m_tester.reset();
    m_model = std::make_unique<JobEndModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setEnds(m_ends, m_now);
}

void JobEndModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), 8);
    QCOMPARE(text(2, JobEndModel::WhenColumn), u"12:04:57.100"_qs);
    QCOMPARE(text(2, JobEndModel::JobNumberColumn), u"19151"_qs);
    QCOMPARE(text(2, JobEndModel::ScriptColumn), u"faces.so"_qs);
    QCOMPARE(text(2, JobEndModel::OutcomeColumn), u"Worker died: SIGSEGV"_qs);
    QCOMPARE(text(2, JobEndModel::AttemptsColumn), u"3"_qs);
    QCOMPARE(text(2, JobEndModel::WorkerColumn), u"5246"_qs);
    QCOMPARE(text(2, JobEndModel::WaitColumn), u"5.20 s"_qs);
    QCOMPARE(text(2, JobEndModel::RunColumn), u"2.90 s"_qs);
    const auto mark = m_model->index(2, JobEndModel::OutcomeColumn).data(MarkRole).value<Mark>();
    QVERIFY((mark == Mark{Glyph::Bolt, Tone::Signal}));
    JobEnd never = m_ends.last();
    never.number += 1;
    never.attempts = 0;
    never.processId = 0;
    m_model->setEnds(m_ends + QList<JobEnd>{never}, m_now);
    QCOMPARE(text(0, JobEndModel::RunColumn), QString());
    QCOMPARE(text(0, JobEndModel::WorkerColumn), QString());
}

void JobEndModelTest::outcomes_data()
{
    QTest::addColumn<JobResult::Error>("error");
    QTest::addColumn<QString>("text");
    using Error = JobResult::Error;
    QTest::newRow("well") << Error::NoError << u"Succeeded"_qs;
    QTest::newRow("failed") << Error::ScriptError << u"Failed: no room"_qs;
    QTest::newRow("not found") << Error::ScriptNotFound << u"Script not found"_qs;
    QTest::newRow("timed out") << Error::TimedOut << u"Timed out"_qs;
    QTest::newRow("died") << Error::WorkerDied << u"Worker died: code 7"_qs;
    QTest::newRow("locked") << Error::LockHeld << u"Lock held"_qs;
    QTest::newRow("cancelled") << Error::Cancelled << u"Cancelled"_qs;
    QTest::newRow("closed") << Error::Closed << u"Closed with its runner"_qs;
    QTest::newRow("not started") << Error::FailedToStart << u"Did not start: no room"_qs;
}

void JobEndModelTest::outcomes()
{
    QFETCH(JobResult::Error, error);
    QFETCH(QString, text);
    JobEnd end;
    end.error = error;
    end.exitCode = 7;
    end.text = u"no room"_qs;
    QCOMPARE(outcomeText(end), text);
    QVERIFY(text.startsWith(outcomeWord(end)));
    QVERIFY(jobEndMark(error).glyph != Glyph::None);
}

void JobEndModelTest::keepsRows()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex newest(m_model->index(0, 0));
    JobEnd next = m_ends.last();
    next.number += 1;
    m_ends.append(next);
    m_ends.removeFirst();
    m_model->setEnds(m_ends, m_now);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(newest.row(), 1);
    QCOMPARE(m_model->rowCount(), 8);
}

void JobEndModelTest::resetsForAnotherHistory()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setEnds({}, m_now);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 0);
}

void JobEndModelTest::ofAPart()
{
    JobEndFilter filter;
    filter.setSourceModel(m_model.get());
    const QString faces = u"/srv/photos/jobs/faces.so"_qs;
    filter.setParts({{1, faces, 0}});
    QCOMPARE(filter.rowCount(), 3);
    filter.setParts({{1, faces, 19'187}}); // it has not ended
    QCOMPARE(filter.rowCount(), 3);
    filter.setParts({{1, faces, 0}, {1, u"exif"_qs, 0}});
    QCOMPARE(filter.rowCount(), 4);
    filter.setParts({{1, {}, 0}});
    QCOMPARE(filter.rowCount(), 8);
    filter.setParts({{2, {}, 0}});
    QCOMPARE(filter.rowCount(), 0);
    filter.setParts({});
    QCOMPARE(filter.rowCount(), 8);
}

void JobEndModelTest::saysAText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("a cell") << u"SIGSEGV"_qs << 1;
    QTest::newRow("the folder") << u"/photos/jobs/RES"_qs << 4;
    QTest::newRow("the payload") << u"img_19102"_qs << 1;
    QTest::newRow("the result") << u"48213"_qs << 2;
    QTest::newRow("the error") << u"ENOSPC"_qs << 1;
    QTest::newRow("none") << u"no such"_qs << 0;
}

void JobEndModelTest::saysAText()
{
    QFETCH(QString, text);
    QFETCH(int, count);
    JobEndFilter filter;
    filter.setSourceModel(m_model.get());
    filter.setText(text, {2});
    QCOMPARE(filter.rowCount(), count);
    filter.setText(text, {1}); // the name of its runner
    QCOMPARE(filter.rowCount(), 8);
}

void JobEndModelTest::failedOnly()
{
    JobEndFilter filter;
    filter.setSourceModel(m_model.get());
    filter.setFailedOnly(true);
    QCOMPARE(filter.rowCount(), 5);
    filter.setFailedOnly(false);
    QCOMPARE(filter.rowCount(), 8);
}

void JobEndModelTest::sorts()
{
    JobEndFilter filter;
    filter.setSourceModel(m_model.get());
    filter.sort(JobEndModel::RunColumn, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, JobEndModel::RunColumn).data().toString(), u"41.00 s"_qs);
    QCOMPARE(filter.index(1, JobEndModel::RunColumn).data().toString(), u"30.00 s"_qs);
}

void JobEndModelTest::exports()
{
    const QByteArray csv = csvText(*m_model);
    QVERIFY(csv.startsWith("When,Outcome,Script,Job,Attempts,Worker,Wait,Run\r\n"));
    QCOMPARE(csv.count("\r\n"), 9);
    QVERIFY(csv.contains(",Failed: no room left on the device,resize.js,19120,2,"));
}

QTEST_GUILESS_MAIN(JobEndModelTest)
#include "tst_jobendmodel.moc"
