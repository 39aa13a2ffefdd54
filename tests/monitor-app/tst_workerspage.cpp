// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workers/workerspage.h"

#include "monitor-app/namedparts.h"
#include "monitor-app/syntheticpools.h"

#include "look/theme.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"
#include "window/shownapplication.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>

using namespace Spawn;

// One whose pools take requests.
class ObedientPools final : public SyntheticApplication
{
public:
    void requestOfPool(const QString &what, quint64 pool, const QString &program,
                       const QList<quint64> &workers) override
    {
        requests.append({what, pool, program, workers});
        Q_EMIT answered(what, {});
    }

    struct Request
    {
        QString what;
        quint64 pool = 0;
        QString program;
        QList<quint64> workers;

        bool operator==(const Request &) const = default;
    };
    QList<Request> requests;
};

class WorkersPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void allIsOpenAtFirst();
    void selectionAndFoldingSurvive();
    void endsOfWhatIsSelected();
    void filtersByName();
    void emptyWithoutPools();
    void restartsAWorkerAtOnce();
    void asksBeforeRestartingAll();
    void asksBeforeRemoving();
    void addsOneOfTheProgram();
    void actionsSayWhyNot();
    void opensTheCommand();
    void opensAProgram();
    void findsTheNext();
    void copiesTheFocusedRow();
    void exportsTheEnds();

private:
    QAction *action(const QString &text) const { return actionNamed(m_page.get(), text); }
    QModelIndex row(const QString &name) const { return rowNamed(*m_tree->model(), name); }
    void select(const QModelIndex &index, QItemSelectionModel::SelectionFlags flags = {}) const
    {
        m_tree->selectionModel()->setCurrentIndex(
            index,
            (flags ? flags : QItemSelectionModel::ClearAndSelect) | QItemSelectionModel::Rows);
    }
    QDialog *dialog() const { return m_page->findChild<QDialog *>(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    ObedientPools *m_source = nullptr;
    std::unique_ptr<ShownApplication> m_shown;
    std::unique_ptr<WorkersPage> m_page;
    RowTree *m_tree = nullptr;
    RowTable *m_table = nullptr;
    SearchField *m_search = nullptr;
    const QString m_resize = QStringLiteral("/srv/photos/workers/resize.js");
};

void WorkersPageTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    keepSettingsIn(m_folder.path(), QStringLiteral("tst_workerspage"));
}

void WorkersPageTest::init()
{
    QSettings().clear();
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_source = new ObedientPools;
    m_source->fill();
    fillPools(*m_source);
    m_shown
        = std::make_unique<ShownApplication>(m_source, [] { return SyntheticApplication::now(); });
    m_page = std::make_unique<WorkersPage>();
    m_page->resize(1072, 700);
    m_page->setApplication(m_shown.get());
    m_tree = m_page->findChild<RowTree *>();
    m_table = m_page->findChild<RowTable *>();
    m_search = m_page->findChild<SearchField *>();
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_tree->setFocus();
}

void WorkersPageTest::cleanup()
{
    m_page.reset();
    m_shown.reset();
    m_theme.reset();
}

void WorkersPageTest::allIsOpenAtFirst()
{
    QCOMPARE(m_page->count(), std::optional<int>(6));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("thumbnails"))));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("exif.js"))));
    QCOMPARE(m_tree->visualRect(row(QStringLiteral("thumbnails"))).height(), 28);
    QCOMPARE(m_tree->visualRect(row(QStringLiteral("thumbnails"))).left(), RowTable::FirstInset);
}

void WorkersPageTest::selectionAndFoldingSurvive()
{
    m_tree->collapse(row(QStringLiteral("exif.js")));
    select(row(QStringLiteral("Worker #797")));
    PoolProgramSnapshot &program = m_source->value.pools[0].programs[0];
    program.workers.removeFirst();
    program.workers.append({850, WorkerSnapshot::State::Starting, 0, 0});
    Q_EMIT m_source->changed({});
    QTRY_VERIFY(row(QStringLiteral("Worker #850")).isValid());
    QVERIFY(!row(QStringLiteral("Worker #731")).isValid());
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("Worker #797"))});
    QVERIFY(!m_tree->isExpanded(row(QStringLiteral("exif.js"))));
    Q_EMIT m_source->reset();
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("Worker #797"))});
    QVERIFY(!m_tree->isExpanded(row(QStringLiteral("exif.js"))));
}

void WorkersPageTest::endsOfWhatIsSelected()
{
    const auto title = [this] {
        return m_page->findChild<SectionTitle *>()->accessibleName();
    };
    QCOMPARE(title(), u"Ended workers"_qs);
    QCOMPARE(m_table->model()->rowCount(), 10);
    select(row(QStringLiteral("metadata")));
    QCOMPARE(title(), u"Ended workers of metadata"_qs);
    QCOMPARE(m_table->model()->rowCount(), 7);
    select(row(QStringLiteral("Worker #797")));
    QCOMPARE(title(), u"Ended workers of resize.js"_qs);
    QCOMPARE(m_table->model()->rowCount(), 3);
    QVERIFY(m_page->clear());
    QCOMPARE(title(), u"Ended workers"_qs);
    QCOMPARE(m_table->model()->rowCount(), 10);
    QVERIFY(!m_page->clear());
}

void WorkersPageTest::filtersByName()
{
    QVERIFY(m_page->focusFilter());
    // A letter is text here.
    QTest::keyClicks(m_search, QStringLiteral("exi"));
    QVERIFY(m_source->requests.isEmpty());
    QCOMPARE(m_tree->model()->rowCount(), 1);
    QVERIFY(row(QStringLiteral("Worker #740")).isValid());
    QVERIFY(!row(QStringLiteral("faces")).isValid());
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("exif.js"))));
    m_search->setText(QStringLiteral("thumb"));
    QVERIFY(row(QStringLiteral("Worker #731")).isValid());
    QCOMPARE(m_table->model()->rowCount(), 3);
    m_search->setText(QStringLiteral("nothing"));
    QVERIFY(!m_tree->isVisible());
    buttonNamed(m_page.get(), QStringLiteral("Clear filter"))->click();
    QVERIFY(m_tree->isVisible());
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("resize.js"))));
    QCOMPARE(m_table->model()->rowCount(), 10);
}

void WorkersPageTest::emptyWithoutPools()
{
    m_source->value.pools.clear();
    Q_EMIT m_source->reset();
    QVERIFY(!m_tree->isVisible());
    QVERIFY(m_table->isVisible()); // how those of a pool that is gone have ended
    m_source->value.workerEnds.clear();
    Q_EMIT m_source->reset();
    QVERIFY(!m_table->isVisible());
    QStringList shown;
    for (const QLabel *const label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible())
            shown += label->text();
    }
    QCOMPARE(shown.value(0), u"No pools."_qs);
    QVERIFY(shown.value(1).contains(u"ASYNCSPAWNER_MONITOR=1"));
    QCOMPARE(m_page->count(), std::optional<int>(0));
    m_page->setApplication(nullptr);
    QCOMPARE(m_page->count(), std::optional<int>(0));
}

void WorkersPageTest::restartsAWorkerAtOnce()
{
    select(row(QStringLiteral("Worker #732")));
    select(row(QStringLiteral("Worker #740")), QItemSelectionModel::Select);
    QTest::keyClick(m_tree, Qt::Key_R);
    QVERIFY(!dialog());
    const QString what = QStringLiteral("restartWorkers");
    QCOMPARE(m_source->requests.size(), 2);
    QVERIFY((m_source->requests.at(0) == ObedientPools::Request{what, 1, m_resize, {732}}));
    QVERIFY((m_source->requests.at(1)
             == ObedientPools::Request{what, 2, QStringLiteral("exif.js"), {740}}));
}

void WorkersPageTest::asksBeforeRestartingAll()
{
    select(row(QStringLiteral("resize.js")));
    action(QStringLiteral("Restart"))->trigger();
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Restart 4 workers?"_qs);
    QVERIFY(buttonNamed(dialog(), QStringLiteral("Keep running"))->isDefault());
    QVERIFY(m_source->requests.isEmpty());
    buttonNamed(dialog(), QStringLiteral("Restart 4 workers"))->click();
    QCOMPARE(m_source->requests.size(), 1);
    QVERIFY((m_source->requests.first()
             == ObedientPools::Request{QStringLiteral("restartWorkers"), 1, m_resize, {}}));
    QTRY_VERIFY(!dialog());
    // Nobody of it is left to be named.
    select(row(QStringLiteral("faces")));
    action(QStringLiteral("Restart"))->trigger();
    QVERIFY(!dialog());
    QCOMPARE(m_source->requests.size(), 2);
}

void WorkersPageTest::asksBeforeRemoving()
{
    select(row(QStringLiteral("Worker #732")));
    QTest::keyClick(m_tree, Qt::Key_Delete);
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Remove 1 worker?"_qs);
    QStringList named;
    for (const QWidget *const widget : dialog()->findChildren<QWidget *>())
        named += widget->accessibleName();
    QVERIFY(named.contains(u"5132 node /srv/photos/workers/resize.js"_qs));
    buttonNamed(dialog(), QStringLiteral("Keep running"))->click();
    QVERIFY(m_source->requests.isEmpty());
    QTRY_VERIFY(!dialog());
    select(row(QStringLiteral("thumbnails")));
    action(QStringLiteral("Remove…"))->trigger();
    QStringList words;
    for (const QLabel *const label : dialog()->findChildren<QLabel *>())
        words += label->text();
    QVERIFY(words.contains(u"The 21 messages that wait for them are lost."_qs));
    buttonNamed(dialog(), QStringLiteral("Remove 4 workers"))->click();
    QVERIFY((m_source->requests.value(0)
             == ObedientPools::Request{QStringLiteral("removeWorkers"), 1, m_resize, {}}));
}

void WorkersPageTest::addsOneOfTheProgram()
{
    select(row(QStringLiteral("faces")));
    QTest::keyClick(m_tree, Qt::Key_A);
    QVERIFY((m_source->requests.value(0)
             == ObedientPools::Request{
                 QStringLiteral("addWorker"), 2, QStringLiteral("/srv/photos/workers/faces"), {}}));
}

void WorkersPageTest::actionsSayWhyNot()
{
    QAction *const restart = action(QStringLiteral("Restart"));
    QAction *const remove = action(QStringLiteral("Remove…"));
    QAction *const add = action(QStringLiteral("Add a worker"));
    QVERIFY(!restart->isEnabled() && !remove->isEnabled() && !add->isEnabled());
    QCOMPARE(restart->toolTip(), u"No worker is selected (R)"_qs);
    select(row(QStringLiteral("faces")));
    QVERIFY(restart->isEnabled() && !remove->isEnabled() && add->isEnabled());
    select(row(QStringLiteral("metadata")));
    QVERIFY(restart->isEnabled() && remove->isEnabled() && !add->isEnabled());
    QCOMPARE(add->toolTip(), u"More than one program is selected (A)"_qs);
    m_source->value.controlAllowed = false;
    Q_EMIT m_source->reset();
    QVERIFY(!restart->isEnabled() && !remove->isEnabled() && !add->isEnabled());
    QCOMPARE(restart->toolTip(), u"photoindexer does not allow it (R)"_qs);
    m_source->value.controlAllowed = true;
    Q_EMIT m_source->reset();
    QVERIFY(restart->isEnabled());
    Q_EMIT m_source->disconnected(QStringLiteral("the application has ended"));
    QVERIFY(!restart->isEnabled());
    QCOMPARE(restart->toolTip(), u"The connection is cut off (R)"_qs);
}

void WorkersPageTest::opensTheCommand()
{
    QList<quint64> opened;
    connect(m_page.get(), &Page::opened, this, [&opened](const Subject &subject) {
        if (subject.kind == Subject::Kind::Command)
            opened += subject.command;
    });
    select(row(QStringLiteral("resize.js")));
    QTest::keyClick(m_tree, Qt::Key_Return);
    QVERIFY(opened.isEmpty());
    const QModelIndex worker = row(QStringLiteral("Worker #732"));
    select(worker);
    QTest::keyClick(m_tree, Qt::Key_Return);
    QCOMPARE(opened, QList<quint64>{732});
    const QPoint at = m_tree->visualRect(worker).center();
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(opened, (QList<quint64>{732, 732}));
}

void WorkersPageTest::opensAProgram()
{
    m_search->setText(QStringLiteral("resize"));
    Subject subject;
    subject.kind = Subject::Kind::Workers;
    subject.pool = 2;
    subject.program = QStringLiteral("exif.js");
    QVERIFY(m_page->open(subject));
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("exif.js"))});
    QVERIFY(!m_page->open({Subject::Kind::Command, 732, {}}));
}

void WorkersPageTest::findsTheNext()
{
    QVERIFY(m_page->find(QStringLiteral("worker")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker #731"_qs);
    QVERIFY(m_page->find(QStringLiteral("worker")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker #732"_qs);
    QVERIFY(m_page->find(QStringLiteral("5140"))); // its process
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker #740"_qs);
    QVERIFY(!m_page->find(QStringLiteral("nowhere")));
}

void WorkersPageTest::copiesTheFocusedRow()
{
    select(row(QStringLiteral("Worker #740")));
    select(row(QStringLiteral("Worker #731")), QItemSelectionModel::Select);
    QTest::keyClick(m_tree, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).startsWith(u"Worker #731\tRunning\t5131\t2\t"));
    QVERIFY(lines.at(1).startsWith(u"Worker #740\tRunning\t5140\t1\t"));
    m_tree->clearSelection();
    m_table->setFocus();
    m_table->selectRow(0);
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"12:06:57.200\texif.js\t5195\t"));
}

void WorkersPageTest::exportsTheEnds()
{
    select(row(QStringLiteral("resize.js")));
    const QList<QByteArray> lines = m_page->csv().trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith("When,Worker,Process,Cause,"));
    QVERIFY(lines.at(1).contains("Crashed: SIGSEGV"));
}

QTEST_MAIN(WorkersPageTest)
#include "tst_workerspage.moc"
