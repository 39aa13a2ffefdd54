// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobspage.h"

#include "monitor-app/namedparts.h"
#include "monitor-app/syntheticjobs.h"

#include "jobs/durationchart.h"
#include "jobs/jobdetails.h"
#include "jobs/jsonview.h"
#include "look/theme.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"
#include "window/shownapplication.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>

using namespace Spawn;

// One whose runners take requests.
class ObedientRunners final : public SyntheticApplication
{
public:
    void requestOfRunner(const QString &what, quint64 runner, const QString &script,
                         const QList<quint64> &jobs) override
    {
        requests.append({what, runner, script, jobs});
        Q_EMIT answered(what, {});
    }

    struct Request
    {
        QString what;
        quint64 runner = 0;
        QString script;
        QList<quint64> jobs;

        bool operator==(const Request &) const = default;
    };
    QList<Request> requests;
};

class JobsPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void fewScriptsAreOpenAtFirst();
    void manyScriptsAreClosedAtFirst();
    void selectionAndFoldingSurvive();
    void endsOfWhatIsSelected();
    void filters();
    void failedOnly();
    void emptyWithoutRunners();
    void detailsOfAJob();
    void detailsOfAnEnd();
    void detailsOfAScript();
    void detailsFollowAJobToItsEnd();
    void detailsClose();
    void asksBeforeCancelling();
    void reloads();
    void purges();
    void actionsSayWhyNot();
    void opensTheWorkersCommand();
    void opensAScript();
    void findsTheNext();
    void copies();
    void exports();
    void remembersColumns();

private:
    QAction *action(const QString &text) const { return actionNamed(m_page.get(), text); }
    QModelIndex row(const QString &name) const { return rowNamed(*m_tree->model(), name); }
    void select(const QModelIndex &index, QItemSelectionModel::SelectionFlags flags = {}) const
    {
        m_tree->selectionModel()->setCurrentIndex(
            index,
            (flags ? flags : QItemSelectionModel::ClearAndSelect) | QItemSelectionModel::Rows);
    }
    void selectEnd(const QString &job) const;
    QStringList shownTexts(const QWidget *of) const;
    QString facts() const { return m_details->findChild<Facts *>()->plainText(); }
    QDialog *dialog() const { return m_page->findChild<QDialog *>(); }
    void ofAnotherMoment() const { Q_EMIT m_source->reset(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    ObedientRunners *m_source = nullptr;
    std::unique_ptr<ShownApplication> m_shown;
    std::unique_ptr<JobsPage> m_page;
    RowTree *m_tree = nullptr;
    RowTable *m_table = nullptr;
    SearchField *m_search = nullptr;
    JobDetails *m_details = nullptr;
    const QString m_resize = QStringLiteral("/srv/photos/jobs/resize.js");
};

void JobsPageTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    keepSettingsIn(m_folder.path(), QStringLiteral("tst_jobspage"));
}

void JobsPageTest::init()
{
    QSettings().clear();
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_source = new ObedientRunners;
    m_source->fill();
    fillJobs(*m_source);
    m_shown
        = std::make_unique<ShownApplication>(m_source, [] { return SyntheticApplication::now(); });
    m_page = std::make_unique<JobsPage>();
    m_page->resize(1072, 700);
    m_page->setApplication(m_shown.get());
    for (RowTree *const tree : m_page->findChildren<RowTree *>()) {
        if (tree->accessibleName() == u"Jobs")
            m_tree = tree;
    }
    m_table = m_page->findChild<RowTable *>();
    m_search = m_page->findChild<SearchField *>();
    m_details = m_page->findChild<JobDetails *>();
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_tree->setFocus();
}

void JobsPageTest::cleanup()
{
    m_page.reset();
    m_shown.reset();
    m_theme.reset();
}

void JobsPageTest::selectEnd(const QString &job) const
{
    const QAbstractItemModel &model = *m_table->model();
    const QModelIndexList found
        = model.match(model.index(0, JobEndModel::JobNumberColumn), Qt::DisplayRole, job);
    QCOMPARE(found.size(), 1);
    m_table->selectRow(found.first().row());
}

QStringList JobsPageTest::shownTexts(const QWidget *of) const
{
    QStringList shown;
    for (const QLabel *const label : of->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            shown += label->text();
    }
    return shown;
}

void JobsPageTest::fewScriptsAreOpenAtFirst()
{
    QCOMPARE(m_page->count(), std::optional<int>(7));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("thumbnails"))));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("resize.js"))));
    QVERIFY(!m_details->isVisible());
}

void JobsPageTest::manyScriptsAreClosedAtFirst()
{
    JobRunnerSnapshot &runner = m_source->value.jobRunners[1];
    for (int i = 0; i < 20; ++i) {
        JobScriptSnapshot script;
        script.script = QStringLiteral("many%1").arg(i);
        runner.scripts += script;
        JobSnapshot job;
        job.id = quint64(i) + 1;
        job.script = script.script;
        runner.jobs += job;
    }
    ofAnotherMoment();
    QCOMPARE(m_tree->model()->rowCount(row(QStringLiteral("Runner 2"))), 20);
    QVERIFY(!m_tree->isExpanded(row(QStringLiteral("many7"))));
}

void JobsPageTest::selectionAndFoldingSurvive()
{
    m_tree->collapse(row(QStringLiteral("faces.so")));
    select(row(QStringLiteral("Job #19192")));
    JobRunnerSnapshot &runner = m_source->value.jobRunners[0];
    runner.jobs.removeFirst();
    runner.jobs.append(runner.jobs.last());
    runner.jobs.last().id = 19'200;
    Q_EMIT m_source->changed({});
    QTRY_VERIFY(row(QStringLiteral("Job #19200")).isValid());
    QVERIFY(!row(QStringLiteral("Job #19190")).isValid());
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("Job #19192"))});
    QVERIFY(!m_tree->isExpanded(row(QStringLiteral("faces.so"))));
}

void JobsPageTest::endsOfWhatIsSelected()
{
    const auto titles = [this] {
        QStringList all;
        for (const SectionTitle *const title : m_page->findChildren<SectionTitle *>())
            all += title->accessibleName();
        return all;
    };
    QVERIFY(titles().contains(u"Ended jobs"_qs));
    QCOMPARE(m_table->model()->rowCount(), 8);
    select(row(QStringLiteral("Job #19194")));
    QVERIFY(titles().contains(u"Ended jobs of faces.so"_qs));
    QCOMPARE(m_table->model()->rowCount(), 3);
    select(row(QStringLiteral("Runner 2")));
    QCOMPARE(m_table->model()->rowCount(), 0);
    QVERIFY(shownTexts(m_page.get()).contains(u"None of these has ended."_qs));
}

void JobsPageTest::filters()
{
    QVERIFY(m_page->focusFilter());
    // A letter is text here.
    QTest::keyClicks(m_search, QStringLiteral("ri"));
    QVERIFY(m_source->requests.isEmpty());
    m_search->setText(QStringLiteral("faces"));
    QCOMPARE(m_tree->model()->rowCount(), 1);
    QVERIFY(row(QStringLiteral("Job #19187")).isValid());
    QVERIFY(!row(QStringLiteral("resize.js")).isValid());
    QCOMPARE(m_table->model()->rowCount(), 3);
    m_search->setText(QStringLiteral("nothing"));
    QVERIFY(!m_tree->isVisible());
    buttonNamed(m_page.get(), QStringLiteral("Clear filter"))->click();
    QVERIFY(m_tree->isVisible());
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("resize.js"))));
    QCOMPARE(m_table->model()->rowCount(), 8);
}

void JobsPageTest::failedOnly()
{
    for (QuietButton *const chip : m_page->findChildren<QuietButton *>()) {
        if (chip->text() == u"Failed only")
            chip->click();
    }
    QCOMPARE(m_table->model()->rowCount(), 5);
    select(row(QStringLiteral("exif")));
    QVERIFY(shownTexts(m_page.get()).contains(u"None of these has failed."_qs));
}

void JobsPageTest::emptyWithoutRunners()
{
    m_source->value.jobRunners.clear();
    ofAnotherMoment();
    QVERIFY(!m_tree->isVisible());
    QVERIFY(m_table->isVisible()); // how those of a runner that is gone have ended
    m_source->value.jobEnds.clear();
    ofAnotherMoment();
    QVERIFY(!m_table->isVisible());
    const QStringList shown = shownTexts(m_page.get());
    QCOMPARE(shown.value(0), u"This application runs no jobs"_qs);
    QVERIFY(shown.value(1).contains(u"ASYNCSPAWNER_MONITOR=1"));
    QCOMPARE(m_page->count(), std::optional<int>(0));
    m_page->setApplication(nullptr);
    QCOMPARE(m_page->count(), std::optional<int>(0));
}

void JobsPageTest::detailsOfAJob()
{
    select(row(QStringLiteral("Job #19191")));
    QVERIFY(m_details->isVisible());
    QVERIFY2(facts().contains(u"Script: /srv/photos/jobs/resize.js\nRunner: thumbnails\n"),
             qPrintable(facts()));
    QVERIFY(facts().contains(u"Waited: 8.2 s\nRuns for: 0.1 s\nAttempts: 2\n"));
    QVERIFY(facts().contains(u"Worker: process 5232"));
    const QList<JsonView *> values = m_details->findChildren<JsonView *>();
    QCOMPARE(values.size(), 2);
    for (const JsonView *const value : values)
        QVERIFY(value->isVisible());
    action(QStringLiteral("Copy payload"))->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(
        u"\"picture\": \"/srv/photos/2026/IMG_19191.tif\""));
    action(QStringLiteral("Copy result"))->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"\"row\": 214"));
    // As it goes on.
    m_source->value.jobRunners[0].jobs[1].progress.value = 215;
    ofAnotherMoment();
    action(QStringLiteral("Copy result"))->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"215"_qs);
}

void JobsPageTest::detailsOfAnEnd()
{
    selectEnd(QStringLiteral("19102"));
    QVERIFY(m_details->isVisible());
    QVERIFY(facts().contains(u"Attempts: 3\n"));
    QVERIFY2(facts().contains(u"Signal: 9, SIGKILL"), qPrintable(facts()));
    const QStringList shown = shownTexts(m_details);
    QVERIFY(shown.contains(u"worker died: null / SIGKILL"_qs));
    QVERIFY(shown.contains(u"It has none of its own."_qs));
    m_source->value.jobEnds.last().payload = {QString(16'384, u'['), 99'000};
    m_source->value.jobEnds.last().exitCode = 3;
    m_source->value.jobEnds.last().text = QStringLiteral("\u202e") + QString(5000, u'x');
    ofAnotherMoment();
    selectEnd(QStringLiteral("19186"));
    QVERIFY(facts().contains(u"Exit code: 3"));
    QVERIFY(shownTexts(m_details).contains(u"the beginning of 96.7 KiB"_qs));
    QVERIFY(shownTexts(m_details).first().size() < 500);
    QVERIFY(shownTexts(m_details).first().startsWith(u"\\u202e"));
}

void JobsPageTest::detailsOfAScript()
{
    select(row(QStringLiteral("resize.js")));
    QVERIFY(m_details->isVisible());
    QVERIFY(facts().contains(u"Now: 2 running, 3 queued\n"));
    QVERIFY(facts().contains(u"Retried: 31"));
    const QList<DurationChart *> charts = m_details->findChildren<DurationChart *>();
    QCOMPARE(charts.size(), 2);
    QVERIFY(charts[0]->isVisible() && charts[1]->isVisible());
    QVERIFY2(charts[1]->accessibleDescription().contains(u"half within 118.0 ms"),
             qPrintable(charts[1]->accessibleDescription()));
    // Of a runner there is none.
    m_page->clear();
    select(row(QStringLiteral("thumbnails")));
    QVERIFY(!m_details->isVisible());
}

void JobsPageTest::detailsFollowAJobToItsEnd()
{
    select(row(QStringLiteral("Job #19190")));
    QVERIFY(facts().contains(u"Runs for"));
    JobRunnerSnapshot &runner = m_source->value.jobRunners[0];
    JobEnd end = m_source->value.jobEnds.last();
    end.number += 1;
    end.job = 19'190;
    m_source->value.jobEnds += end;
    runner.jobs.removeFirst();
    ofAnotherMoment();
    QVERIFY(m_details->isVisible());
    QVERIFY2(facts().contains(u"Ended: 12:06:57.200"), qPrintable(facts()));
    // One that nothing is known of any more.
    select(row(QStringLiteral("Job #19191")));
    runner.jobs.removeFirst();
    ofAnotherMoment();
    QVERIFY(!m_details->isVisible());
}

void JobsPageTest::detailsClose()
{
    select(row(QStringLiteral("Job #19191")));
    QVERIFY(m_details->isVisible());
    QVERIFY(m_page->clear());
    QVERIFY(!m_details->isVisible());
    ofAnotherMoment();
    QVERIFY(!m_details->isVisible());
    QTest::keyClick(m_tree, Qt::Key_Return);
    QVERIFY(m_details->isVisible());
    QVERIFY(m_page->clear());
    QVERIFY(m_page->clear()); // the selection
    QVERIFY(!m_tree->selectionModel()->hasSelection());
    QVERIFY(!m_page->clear());
}

void JobsPageTest::asksBeforeCancelling()
{
    select(row(QStringLiteral("Job #19191")));
    select(row(QStringLiteral("Job #19194")), QItemSelectionModel::Select);
    QTest::keyClick(m_tree, Qt::Key_Delete);
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Cancel 2 jobs?"_qs);
    QVERIFY(buttonNamed(dialog(), QStringLiteral("Keep running"))->isDefault());
    QStringList named;
    for (const QWidget *const widget : dialog()->findChildren<QWidget *>())
        named += widget->accessibleName();
    QVERIFY2(named.join(u'\n').contains(u"19191 resize.js {\"crop\":[0,12,640,480]"),
             qPrintable(named.join(u'\n')));
    QVERIFY(m_source->requests.isEmpty());
    buttonNamed(dialog(), QStringLiteral("Cancel 2 jobs"))->click();
    QVERIFY(
        (m_source->requests.value(0)
         == ObedientRunners::Request{QStringLiteral("cancelJobs"), 1, {}, {19'194, 19'191}})
        || (m_source->requests.value(0)
            == ObedientRunners::Request{QStringLiteral("cancelJobs"), 1, {}, {19'191, 19'194}}));
    QCOMPARE(m_source->requests.size(), 1);
}

void JobsPageTest::reloads()
{
    select(row(QStringLiteral("Job #19192")));
    select(row(QStringLiteral("resize.js")), QItemSelectionModel::Select);
    QTest::keyClick(m_tree, Qt::Key_R);
    const QString what = QStringLiteral("reloadScript");
    QCOMPARE(m_source->requests.size(), 1);
    QVERIFY((m_source->requests.at(0) == ObedientRunners::Request{what, 1, m_resize, {}}));
    select(row(QStringLiteral("Runner 2")));
    QTest::keyClick(m_tree, Qt::Key_R);
    QVERIFY((m_source->requests.value(1) == ObedientRunners::Request{what, 2, {}, {}}));
}

void JobsPageTest::purges()
{
    QTest::keyClick(m_tree, Qt::Key_I);
    QCOMPARE(m_source->requests.size(), 2); // of all
    select(row(QStringLiteral("exif")));
    action(QStringLiteral("Purge workers"))->trigger();
    QVERIFY((m_source->requests.value(2)
             == ObedientRunners::Request{QStringLiteral("purgeWorkers"), 1, {}, {}}));
}

void JobsPageTest::actionsSayWhyNot()
{
    QAction *const cancel = action(QStringLiteral("Cancel…"));
    QAction *const reload = action(QStringLiteral("Reload script"));
    QAction *const purge = action(QStringLiteral("Purge workers"));
    QVERIFY(!cancel->isEnabled() && !reload->isEnabled() && purge->isEnabled());
    QCOMPARE(cancel->toolTip(), u"No job that waits or runs is selected (Del)"_qs);
    QCOMPARE(reload->toolTip(), u"No script is selected (R)"_qs);
    select(row(QStringLiteral("exif")));
    QVERIFY(!cancel->isEnabled() && reload->isEnabled());
    select(row(QStringLiteral("Job #19170")));
    QVERIFY(cancel->isEnabled());
    m_source->value.controlAllowed = false;
    ofAnotherMoment();
    QVERIFY(!cancel->isEnabled() && !reload->isEnabled() && !purge->isEnabled());
    QCOMPARE(purge->toolTip(), u"photoindexer does not allow it (I)"_qs);
    m_source->value.controlAllowed = true;
    ofAnotherMoment();
    QVERIFY(cancel->isEnabled());
    Q_EMIT m_source->disconnected(QStringLiteral("the application has ended"));
    QCOMPARE(cancel->toolTip(), u"The connection is cut off (Del)"_qs);
}

void JobsPageTest::opensTheWorkersCommand()
{
    QList<quint64> opened;
    connect(m_page.get(), &Page::opened, this, [&opened](const Subject &subject) {
        if (subject.kind == Subject::Kind::Command)
            opened += subject.command;
    });
    select(row(QStringLiteral("Job #19192")));
    QTest::keyClick(m_tree, Qt::Key_W);
    QVERIFY(opened.isEmpty());
    select(row(QStringLiteral("Job #19191")));
    QTest::keyClick(m_tree, Qt::Key_W);
    QCOMPARE(opened, QList<quint64>{832});
}

void JobsPageTest::opensAScript()
{
    m_search->setText(QStringLiteral("faces"));
    Subject subject;
    subject.kind = Subject::Kind::Jobs;
    subject.runner = 1;
    subject.script = m_resize;
    QVERIFY(m_page->open(subject));
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("resize.js"))});
    QVERIFY(!m_page->open({Subject::Kind::Command, 832, {}}));
}

void JobsPageTest::findsTheNext()
{
    QVERIFY(m_page->find(QStringLiteral("queued")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Job #19194"_qs);
    QVERIFY(m_page->find(QStringLiteral("queued")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Job #19192"_qs);
    QVERIFY(!m_page->find(QStringLiteral("nowhere")));
}

void JobsPageTest::copies()
{
    select(row(QStringLiteral("Job #19190")));
    QTest::keyClick(m_tree, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Job #19190\tRunning\t0.62\t5231\t"));
    m_table->setFocus();
    m_table->selectRow(0);
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"12:06:57.200\tSucceeded\t"));
}

void JobsPageTest::exports()
{
    select(row(QStringLiteral("resize.js")));
    QList<QByteArray> lines = m_page->csv().trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY(lines.at(0).startsWith("When,Outcome,Script,Job,"));
    lines = m_page->scriptsCsv().trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith("Runner,Name,State,"));
    QVERIFY(lines.at(3).startsWith("thumbnails,resize.js,Running,"));
}

void JobsPageTest::remembersColumns()
{
    const auto progress = [this]() -> QAction * {
        for (QAction *const one : m_page->findChildren<QAction *>()) {
            if (one->text() == u"Progress" && one->isCheckable())
                return one;
        }
        return nullptr;
    };
    QVERIFY(progress());
    QVERIFY(m_tree->isColumnHidden(int(JobColumn::Wait90)));
    progress()->trigger();
    QVERIFY(m_tree->isColumnHidden(int(JobColumn::Progress)));
    const JobsPage other;
    for (const RowTree *const tree : other.findChildren<RowTree *>()) {
        if (tree->accessibleName() == u"Jobs")
            QVERIFY(tree->isColumnHidden(int(JobColumn::Progress)));
    }
}

QTEST_MAIN(JobsPageTest)
#include "tst_jobspage.moc"
