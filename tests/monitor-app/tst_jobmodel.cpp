// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobmodel.h"

#include "monitor-app/syntheticjobs.h"

#include "models/attention.h"
#include "models/jobtext.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class JobModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsOfRows();
    void counts();
    void times();
    void jobs();
    void runnerStates();
    void scriptsAfterTheFirstHundred();
    void whatIsNotKnownIsEmpty();
    void rowsThatStayKeepTheirIndexes();
    void aQueueThatMovesOnIsFewChanges();
    void onlyWhatChangesIsSaid();
    void manyStaySmooth();
    void retriedInVainNeedsAttention();

private:
    QString text(const JobPart &part, JobColumn column) const
    {
        return m_model->indexOf(part).siblingAtColumn(int(column)).data().toString();
    }
    Mark mark(const JobPart &part) const
    {
        return m_model->indexOf(part)
            .siblingAtColumn(int(JobColumn::State))
            .data(MarkRole)
            .value<Mark>();
    }
    JobPart job(quint64 id) const { return {1, m_resize.script, id}; }
    JobRunnerSnapshot &runner() { return m_application.value.jobRunners[0]; }
    void update() { m_model->setRunners(m_application.value, SyntheticApplication::now()); }

    SyntheticApplication m_application;
    std::unique_ptr<JobModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    const JobPart m_thumbnails{1, {}, 0};
    const JobPart m_resize{1, u"/srv/photos/jobs/resize.js"_qs, 0};
    const JobPart m_exif{1, u"exif"_qs, 0};
};

void JobModelTest::init()
{
    m_application.value = {};
    fillJobs(m_application);
    m_tester.reset();
    m_model = std::make_unique<JobModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    update();
}

void JobModelTest::rowsOfRows()
{
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(m_thumbnails, JobColumn::Name), u"thumbnails"_qs);
    QCOMPARE(text({2, {}, 0}, JobColumn::Name), u"Runner 2"_qs);
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_thumbnails)), 3);
    QCOMPARE(text(m_resize, JobColumn::Name), u"resize.js"_qs);
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_resize)), 5);
    QCOMPARE(text(job(19'191), JobColumn::Name), u"Job #19191"_qs);
    for (const JobPart &part : {m_thumbnails, m_exif, job(19'192)})
        QCOMPARE(m_model->partAt(m_model->indexOf(part)), part);
}

void JobModelTest::counts()
{
    QCOMPARE(text(m_thumbnails, JobColumn::State), u"3 of 4 running"_qs);
    QCOMPARE(text(m_thumbnails, JobColumn::Queued), u"4"_qs);
    QCOMPARE(text(m_thumbnails, JobColumn::Succeeded), u"23\u2009708"_qs);
    QCOMPARE(text(m_thumbnails, JobColumn::Failed), u"18"_qs);
    QCOMPARE(text(m_thumbnails, JobColumn::Retried), u"43"_qs);
    QCOMPARE(text(m_resize, JobColumn::State), u"Running"_qs);
    QCOMPARE(text(m_resize, JobColumn::Queued), u"3"_qs);
    QCOMPARE(text(m_resize, JobColumn::Running), u"2"_qs);
    QCOMPARE(text(m_exif, JobColumn::State), u"Idle"_qs);
    QCOMPARE(text(m_exif, JobColumn::Failed), u"0"_qs);
}

void JobModelTest::times()
{
    QCOMPARE(text(m_resize, JobColumn::Wait), u"4.20 ms"_qs);
    QCOMPARE(text(m_resize, JobColumn::Wait90), u"61.0 ms"_qs);
    QCOMPARE(text(m_resize, JobColumn::Run), u"118.0 ms"_qs);
    QCOMPARE(text(m_resize, JobColumn::Run99), u"1.90 s"_qs);
    QCOMPARE(text(m_thumbnails, JobColumn::Wait), QString()); // they do not add up
    const QModelIndex run = m_model->indexOf(m_exif).siblingAtColumn(int(JobColumn::Run));
    QVERIFY(run.data(Qt::ToolTipRole).toString().contains(u"Of 4\u2009118 jobs"));
    QCOMPARE(text(job(19'190), JobColumn::Wait), u"0.2 s"_qs);
    QCOMPARE(text(job(19'190), JobColumn::Run), u"0.4 s"_qs);
    QCOMPARE(text(job(19'192), JobColumn::Wait), u"0.6 s"_qs);
    QCOMPARE(text(job(19'192), JobColumn::Run), QString());
}

void JobModelTest::jobs()
{
    QCOMPARE(text(job(19'191), JobColumn::State), u"Running"_qs);
    QVERIFY((mark(job(19'191)) == Mark{Glyph::Triangle, Tone::Accent}));
    QCOMPARE(text(job(19'191), JobColumn::Progress), u"{\"row\":214,\"step\":\"crop\"}"_qs);
    QCOMPARE(text(job(19'190), JobColumn::Progress), u"0.62"_qs);
    QCOMPARE(text(job(19'191), JobColumn::ProcessId), u"5232"_qs);
    QCOMPARE(text(job(19'191), JobColumn::Retried), u"1"_qs);
    QCOMPARE(text(job(19'192), JobColumn::State), u"Queued"_qs);
    QCOMPARE(text(job(19'192), JobColumn::ProcessId), QString());
    QCOMPARE(text(job(19'170), JobColumn::State), u"Resting"_qs);
    const JobPart starting{1, u"/srv/photos/jobs/faces.so"_qs, 19'187};
    QCOMPARE(text(starting, JobColumn::State), u"Starting"_qs);
    // What others wrote is not taken as it is.
    runner().jobs[0].progress.value = u"\u202e<b>"_qs;
    update();
    QCOMPARE(text(job(19'190), JobColumn::Progress), u"\"\\u202e<b>\""_qs);
    QVERIFY(m_model->indexOf(job(19'190))
                .siblingAtColumn(int(JobColumn::Progress))
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"&lt;b&gt;"));
}

void JobModelTest::runnerStates()
{
    QVERIFY((mark({2, {}, 0}) == Mark{Glyph::Ring, Tone::Neutral}));
    runner().protocolFaults = 2;
    update();
    QVERIFY((mark(m_thumbnails) == Mark{Glyph::WarningSign, Tone::Warn}));
    const QModelIndex state = m_model->indexOf(m_thumbnails).siblingAtColumn(int(JobColumn::State));
    QVERIFY(state.data(Qt::ToolTipRole).toString().contains(u"2 answers"));
    runner().closing = true;
    update();
    QCOMPARE(text(m_thumbnails, JobColumn::State), u"Closing"_qs);
}

void JobModelTest::scriptsAfterTheFirstHundred()
{
    JobScriptSnapshot others;
    others.queued = 1;
    runner().scripts.prepend(others);
    runner().jobs[0].script = u"inline 4711"_qs;
    update();
    const JobPart part{1, QString(), 0};
    QCOMPARE(text(part, JobColumn::Name), u"Others"_qs);
    QVERIFY(m_model->indexOf(part) != m_model->indexOf(m_thumbnails));
    QCOMPARE(text({1, QString(), 19'190}, JobColumn::Name), u"Job #19190"_qs);
    // Of a script that is not told at all.
    runner().scripts.clear();
    update();
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_thumbnails)), 0);
}

void JobModelTest::whatIsNotKnownIsEmpty()
{
    m_application.value.commands.clear();
    runner().scripts[2].run = {};
    update();
    QCOMPARE(text(job(19'191), JobColumn::ProcessId), QString());
    QCOMPARE(text(m_resize, JobColumn::Run), QString());
    runner().queued = -1; // whoever says so
    update();
    QCOMPARE(text(m_thumbnails, JobColumn::Queued), u"0"_qs);
}

void JobModelTest::rowsThatStayKeepTheirIndexes()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex last(m_model->indexOf(job(19'170)));
    const QPersistentModelIndex gone(m_model->indexOf(job(19'190)));
    runner().jobs.removeFirst();
    JobRunnerSnapshot first;
    first.number = 3;
    m_application.value.jobRunners.prepend(first);
    update();
    QCOMPARE(resets.size(), 0);
    QVERIFY(!gone.isValid());
    QCOMPARE(last.row(), 3);
    QCOMPARE(last.parent().parent().row(), 1);
}

static void fillQueue(JobRunnerSnapshot &runner, quint64 first, int count)
{
    JobScriptSnapshot script;
    script.script = u"ping"_qs;
    runner.scripts = {script};
    runner.jobs.clear();
    for (int i = 0; i < count; ++i) {
        JobSnapshot job;
        job.id = first + quint64(i);
        job.script = script.script;
        runner.jobs += job;
    }
}

// A view takes up each change anew.
void JobModelTest::aQueueThatMovesOnIsFewChanges()
{
    fillQueue(runner(), 1, 200);
    update();
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    fillQueue(runner(), 51, 200);
    update();
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(moved.size(), 0);
    QCOMPARE(m_model->rowCount(m_model->indexOf({1, u"ping"_qs, 0})), 200);
    fillQueue(runner(), 1000, 200);
    update();
    QCOMPARE(removed.size(), 2);
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(text({1, u"ping"_qs, 1199}, JobColumn::State), u"Queued"_qs);
}

void JobModelTest::onlyWhatChangesIsSaid()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    update();
    QCOMPARE(changed.size(), 0);
    runner().jobs[0].progress.value = 0.63;
    update();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].value<QModelIndex>().column(), int(JobColumn::Progress));
    QCOMPARE(changed[0][1].value<QModelIndex>().column(), int(JobColumn::Progress));
}

// A hundred scripts, with two jobs each that wait.
void JobModelTest::manyStaySmooth()
{
    m_tester.reset();
    JobRunnerSnapshot &many = runner();
    many.scripts.clear();
    many.jobs.clear();
    for (int i = 0; i < 100; ++i) {
        JobScriptSnapshot script;
        script.script = u"script %1"_qs.arg(i, 3);
        many.scripts += script;
        for (int n = 0; n < 2; ++n) {
            JobSnapshot job;
            job.id = quint64(many.jobs.size()) + 1;
            job.script = script.script;
            many.jobs += job;
        }
    }
    update();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    for (int i = 0; i < 10; ++i) {
        many.scripts[i * 10].succeeded += 1;
        update();
    }
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changed.size(), 20); // the script and its runner
    QCOMPARE(m_model->rowCount(m_model->indexOf(m_thumbnails)), 100);
}

void JobModelTest::retriedInVainNeedsAttention()
{
    m_application.value.helper.state = AsyncSpawner::State::Running;
    CommandTally tally;
    tally.reset(m_application.value);
    QList<Attention> list = attentionOf(m_application.value, tally, SyntheticApplication::now());
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0].headline, u"2 “faces.so” jobs failed after several attempts in 10 min"_qs);
    QCOMPARE(list[0].detail, u"Worker died: SIGSEGV"_qs);
    QCOMPARE(list[0].subject.kind, Subject::Kind::Jobs);
    QCOMPARE(list[0].subject.runner, 1);
    QCOMPARE(list[0].subject.script, u"/srv/photos/jobs/faces.so"_qs);
    QCOMPARE(list[1].headline, u"A “resize.js” job failed after 2 attempts"_qs);
    list = attentionOf(m_application.value, tally, SyntheticApplication::now() + 3'600'000);
    QVERIFY(list.isEmpty());
}

QTEST_GUILESS_MAIN(JobModelTest)
#include "tst_jobmodel.moc"
