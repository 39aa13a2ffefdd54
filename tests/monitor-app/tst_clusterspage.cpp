// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusters/clusterspage.h"

#include "monitor-app/namedparts.h"
#include "monitor-app/syntheticclusters.h"

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

// One whose clusters and commands take requests.
class ObedientClusters final : public SyntheticApplication
{
public:
    void requestOfCluster(const QString &what, quint64 cluster) override
    {
        requests.append({what, {cluster}});
        Q_EMIT answered(what, {});
    }
    void request(const QString &what, const QList<quint64> &ids, int) override
    {
        requests.append({what, ids});
        Q_EMIT answered(what, {});
    }

    struct Request
    {
        QString what;
        QList<quint64> numbers;

        bool operator==(const Request &) const = default;
    };
    QList<Request> requests;
};

class ClustersPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void allIsOpenAtFirst();
    void selectionAndFoldingSurvive();
    void showsRates();
    void endsOfWhatIsSelected();
    void filters();
    void emptyWithoutClusters();
    void reloadsOnceConfirmed();
    void reloadsTheOnlyOne();
    void startsOneMore();
    void endsWorkersByTheirCommands();
    void disconnectsAll();
    void actionsSayWhyNot();
    void opensTheCommand();
    void opensACluster();
    void findsTheNext();
    void copiesTheFocusedRow();
    void exportsTheEnds();
    void hasNames();

private:
    QAction *action(const QString &text) const { return actionNamed(m_page.get(), text); }
    QModelIndex row(const QString &name) const { return rowNamed(*m_tree->model(), name); }
    // "web", "Worker 2": a worker is told by its number and its cluster.
    QModelIndex workerRow(const QString &cluster, const QString &name) const
    {
        return rowNamed(*m_tree->model(), name, row(cluster));
    }
    void select(const QModelIndex &index, QItemSelectionModel::SelectionFlags flags = {}) const
    {
        m_tree->selectionModel()->setCurrentIndex(
            index,
            (flags ? flags : QItemSelectionModel::ClearAndSelect) | QItemSelectionModel::Rows);
    }
    QDialog *dialog() const { return m_page->findChild<QDialog *>(); }
    QStringList wordsOf(const QWidget *widget) const
    {
        QStringList words;
        for (const QLabel *const label : widget->findChildren<QLabel *>()) {
            if (label->isVisible())
                words += label->text();
        }
        return words;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    qint64 m_now = 0;
    ObedientClusters *m_source = nullptr;
    std::unique_ptr<ShownApplication> m_shown;
    std::unique_ptr<ClustersPage> m_page;
    RowTree *m_tree = nullptr;
    RowTable *m_table = nullptr;
    SearchField *m_search = nullptr;
};

using Request = ObedientClusters::Request;

void ClustersPageTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    keepSettingsIn(m_folder.path(), QStringLiteral("tst_clusterspage"));
}

void ClustersPageTest::init()
{
    QSettings().clear();
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_now = SyntheticApplication::now();
    m_source = new ObedientClusters;
    m_source->fill();
    fillClusters(*m_source);
    m_shown = std::make_unique<ShownApplication>(m_source, [this] { return m_now; });
    m_page = std::make_unique<ClustersPage>();
    m_page->resize(1072, 700);
    m_page->setApplication(m_shown.get());
    m_tree = m_page->findChild<RowTree *>();
    m_table = m_page->findChild<RowTable *>();
    m_search = m_page->findChild<SearchField *>();
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_tree->setFocus();
}

void ClustersPageTest::cleanup()
{
    m_page.reset();
    m_shown.reset();
    m_theme.reset();
}

void ClustersPageTest::allIsOpenAtFirst()
{
    QCOMPARE(m_page->count(), std::optional<int>(8));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("web"))));
    QVERIFY(m_tree->isExpanded(row(QStringLiteral("api"))));
    QCOMPARE(m_tree->visualRect(row(QStringLiteral("web"))).height(), 28);
    QCOMPARE(m_tree->visualRect(row(QStringLiteral("web"))).left(), RowTable::FirstInset);
}

void ClustersPageTest::selectionAndFoldingSurvive()
{
    m_tree->collapse(row(QStringLiteral("api")));
    select(row(QStringLiteral("Worker 4")));
    m_source->value.clusters[0].workers.removeFirst();
    m_source->value.clusters[0].workers[0].requests += 20;
    Q_EMIT m_source->reset();
    QVERIFY(!m_tree->isExpanded(row(QStringLiteral("api"))));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker 4"_qs);
    QCOMPARE(m_page->count(), std::optional<int>(7));
}

void ClustersPageTest::showsRates()
{
    const auto rate = [this] {
        return workerRow(QStringLiteral("web"), QStringLiteral("Worker 2"))
            .siblingAtColumn(int(ClusterColumn::RequestRate))
            .data()
            .toString();
    };
    QCOMPARE(rate(), QString());
    m_now += 2000;
    m_source->value.clusters[0].workers[1].requests += 500;
    Q_EMIT m_source->changed({});
    QTRY_COMPARE(rate(), u"250"_qs);
    // Those of another application are others.
    m_page->setApplication(nullptr);
    m_page->setApplication(m_shown.get());
    QCOMPARE(rate(), QString());
}

void ClustersPageTest::endsOfWhatIsSelected()
{
    auto *const title = m_page->findChild<SectionTitle *>();
    QCOMPARE(title->accessibleName(), u"Ended workers"_qs);
    QCOMPARE(m_table->model()->rowCount(), 8);
    select(row(QStringLiteral("web")));
    QCOMPARE(title->accessibleName(), u"Ended workers of web"_qs);
    QCOMPARE(m_table->model()->rowCount(), 2);
    select(workerRow(QStringLiteral("api"), QStringLiteral("Worker 3")));
    QCOMPARE(title->accessibleName(), u"Ended workers of api"_qs);
    QCOMPARE(m_table->model()->rowCount(), 2);
    select(row(QStringLiteral("web")), QItemSelectionModel::Select);
    QCOMPARE(title->accessibleName(), u"Ended workers of what is selected"_qs);
    QCOMPARE(m_table->model()->rowCount(), 4);
    QVERIFY(m_page->clear());
    QCOMPARE(m_table->model()->rowCount(), 8);
    QVERIFY(!m_page->clear());
}

void ClustersPageTest::filters()
{
    QVERIFY(m_page->focusFilter());
    m_search->setText(QStringLiteral("8443"));
    QCOMPARE(m_tree->model()->rowCount(), 1);
    QVERIFY(row(QStringLiteral("[::]:8443")).isValid());
    QVERIFY(m_table->model()->rowCount() == 0);
    QVERIFY(wordsOf(m_page.get()).contains(u"No ended worker matches the filter."_qs));
    m_search->setText(QStringLiteral("web"));
    QCOMPARE(m_table->model()->rowCount(), 2);
    m_search->setText(QStringLiteral("nowhere"));
    QVERIFY(wordsOf(m_page.get()).contains(u"No cluster, socket or worker matches “nowhere”"_qs));
    QVERIFY(m_page->clear());
    QCOMPARE(m_tree->model()->rowCount(), 3);
}

void ClustersPageTest::emptyWithoutClusters()
{
    m_source->value.clusters.clear();
    Q_EMIT m_source->reset();
    QVERIFY(!m_tree->isVisible());
    QVERIFY(m_table->isVisible()); // how those of a cluster that is gone have ended
    m_source->value.clusterEnds.clear();
    Q_EMIT m_source->reset();
    QVERIFY(!m_table->isVisible());
    const QStringList shown = wordsOf(m_page.get());
    QCOMPARE(shown.value(0), u"No clusters."_qs);
    QVERIFY(shown.value(1).contains(u"ASYNCSPAWNER_MONITOR=1"));
    QCOMPARE(m_page->count(), std::optional<int>(0));
    m_page->setApplication(nullptr);
    QCOMPARE(m_page->count(), std::optional<int>(0));
}

void ClustersPageTest::reloadsOnceConfirmed()
{
    select(workerRow(QStringLiteral("api"), QStringLiteral("Worker 3")));
    QTest::keyClick(m_tree, Qt::Key_R);
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Reload 2 workers?"_qs);
    QStringList named;
    for (const QWidget *const widget : dialog()->findChildren<QWidget *>())
        named += widget->accessibleName();
    QVERIFY(named.contains(u"5023 server.js"_qs));
    QVERIFY(named.contains(u"5025 server.js"_qs));
    QVERIFY(buttonNamed(dialog(), QStringLiteral("Keep running"))->isDefault());
    buttonNamed(dialog(), QStringLiteral("Keep running"))->click();
    QTRY_VERIFY(!dialog());
    QVERIFY(m_source->requests.isEmpty());
    action(QStringLiteral("Reload…"))->trigger();
    select(row(QStringLiteral("web"))); // it was asked of the other one
    buttonNamed(dialog(), QStringLiteral("Reload 2 workers"))->click();
    QCOMPARE(m_source->requests.size(), 1);
    QVERIFY((m_source->requests.first() == Request{QStringLiteral("reloadCluster"), {2}}));
    QTRY_VERIFY(!dialog());
    // Nobody of it is left to be named.
    select(row(QStringLiteral("Cluster 3")));
    action(QStringLiteral("Reload…"))->trigger();
    QVERIFY(!dialog());
    QVERIFY((m_source->requests.last() == Request{QStringLiteral("reloadCluster"), {3}}));
}

void ClustersPageTest::reloadsTheOnlyOne()
{
    QVERIFY(!action(QStringLiteral("Reload…"))->isEnabled());
    m_source->value.clusters.removeFirst();
    m_source->value.clusters.removeLast();
    Q_EMIT m_source->reset();
    action(QStringLiteral("Reload…"))->trigger();
    QVERIFY(dialog());
    buttonNamed(dialog(), QStringLiteral("Reload 2 workers"))->click();
    QVERIFY((m_source->requests.value(0) == Request{QStringLiteral("reloadCluster"), {2}}));
}

void ClustersPageTest::startsOneMore()
{
    select(row(QStringLiteral("[::]:8443")));
    QTest::keyClick(m_tree, Qt::Key_A);
    QVERIFY(!dialog());
    QVERIFY((m_source->requests.value(0) == Request{QStringLiteral("startClusterWorker"), {2}}));
}

void ClustersPageTest::endsWorkersByTheirCommands()
{
    select(workerRow(QStringLiteral("web"), QStringLiteral("Worker 2")));
    select(workerRow(QStringLiteral("api"), QStringLiteral("Worker 5")),
           QItemSelectionModel::Select);
    QTest::keyClick(m_tree, Qt::Key_T);
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Terminate 2 workers?"_qs);
    QVERIFY(wordsOf(dialog()).contains(
        u"What is open there is cut off; others are started instead."_qs));
    buttonNamed(dialog(), QStringLiteral("Terminate 2 workers"))->click();
    QVERIFY((m_source->requests.value(0) == Request{QStringLiteral("terminate"), {612, 625}}));
    QTRY_VERIFY(!dialog());
    m_source->value.clusters[0].respawn = false;
    Q_EMIT m_source->reset();
    action(QStringLiteral("Kill…"))->trigger();
    QVERIFY(dialog());
    QVERIFY(wordsOf(dialog()).contains(u"What is open there is cut off."_qs));
    buttonNamed(dialog(), QStringLiteral("Kill 2 workers"))->click();
    QVERIFY((m_source->requests.value(1) == Request{QStringLiteral("kill"), {612, 625}}));
}

void ClustersPageTest::disconnectsAll()
{
    select(row(QStringLiteral("web")));
    QTest::keyClick(m_tree, Qt::Key_D);
    QVERIFY(dialog());
    QCOMPARE(dialog()->windowTitle(), u"Disconnect 6 workers?"_qs);
    buttonNamed(dialog(), QStringLiteral("Disconnect 6 workers"))->click();
    QVERIFY((m_source->requests.value(0) == Request{QStringLiteral("disconnectCluster"), {1}}));
}

void ClustersPageTest::actionsSayWhyNot()
{
    QAction *const reload = action(QStringLiteral("Reload…"));
    QAction *const start = action(QStringLiteral("Start one more"));
    QAction *const terminate = action(QStringLiteral("Terminate…"));
    QAction *const kill = action(QStringLiteral("Kill…"));
    QAction *const disconnect = action(QStringLiteral("Disconnect all…"));
    for (const QAction *const one : {reload, start, terminate, kill, disconnect})
        QVERIFY(!one->isEnabled());
    QCOMPARE(reload->toolTip(), u"No cluster is selected (R)"_qs);
    QCOMPARE(kill->toolTip(), u"No worker is selected (K)"_qs);
    select(row(QStringLiteral("web")));
    QVERIFY(!reload->isEnabled() && start->isEnabled() && !terminate->isEnabled());
    QCOMPARE(reload->toolTip(), u"It is being reloaded (R)"_qs);
    select(row(QStringLiteral("Cluster 3")));
    QVERIFY(reload->isEnabled() && start->isEnabled() && !disconnect->isEnabled());
    QCOMPARE(disconnect->toolTip(), u"There is no worker to disconnect (D)"_qs);
    select(row(QStringLiteral("api")), QItemSelectionModel::Select);
    QVERIFY(reload->isEnabled() && !start->isEnabled() && disconnect->isEnabled());
    QCOMPARE(start->toolTip(), u"More than one cluster is selected (A)"_qs);
    m_source->value.controlAllowed = false;
    Q_EMIT m_source->reset();
    for (const QAction *const one : {reload, start, terminate, kill, disconnect})
        QVERIFY(!one->isEnabled());
    QCOMPARE(reload->toolTip(), u"photoindexer does not allow it (R)"_qs);
    m_source->value.controlAllowed = true;
    Q_EMIT m_source->reset();
    QVERIFY(reload->isEnabled());
    Q_EMIT m_source->disconnected(QStringLiteral("the application has ended"));
    QVERIFY(!reload->isEnabled());
    QCOMPARE(reload->toolTip(), u"The connection is cut off (R)"_qs);
}

void ClustersPageTest::opensTheCommand()
{
    QList<quint64> opened;
    connect(m_page.get(), &Page::opened, this, [&opened](const Subject &subject) {
        if (subject.kind == Subject::Kind::Command)
            opened += subject.command;
    });
    select(row(QStringLiteral("0.0.0.0:8000")));
    QTest::keyClick(m_tree, Qt::Key_Return);
    QVERIFY(opened.isEmpty());
    const QModelIndex worker = workerRow(QStringLiteral("web"), QStringLiteral("Worker 2"));
    select(worker);
    QTest::keyClick(m_tree, Qt::Key_Return);
    QCOMPARE(opened, QList<quint64>{612});
    const QPoint at = m_tree->visualRect(worker).center();
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(opened, (QList<quint64>{612, 612}));
}

void ClustersPageTest::opensACluster()
{
    m_search->setText(QStringLiteral("web"));
    Subject subject;
    subject.kind = Subject::Kind::Clusters;
    subject.cluster = 2;
    QVERIFY(m_page->open(subject));
    QCOMPARE(m_tree->selectedRows(), QModelIndexList{row(QStringLiteral("api"))});
    QVERIFY(!m_page->open({Subject::Kind::Command, 612, {}}));
}

void ClustersPageTest::findsTheNext()
{
    QVERIFY(m_page->find(QStringLiteral("worker")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker 1"_qs);
    QVERIFY(m_page->find(QStringLiteral("worker")));
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker 2"_qs);
    QVERIFY(m_page->find(QStringLiteral("5023"))); // its process
    QCOMPARE(m_tree->currentIndex().data().toString(), u"Worker 3"_qs);
    QVERIFY(!m_page->find(QStringLiteral("nowhere")));
}

void ClustersPageTest::copiesTheFocusedRow()
{
    select(workerRow(QStringLiteral("web"), QStringLiteral("Worker 2")));
    QTest::keyClick(m_tree, Qt::Key_C, Qt::ControlModifier);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith(u"Worker 2\tListening\t5012\t18\t"), qPrintable(text));
    m_tree->clearSelection();
    m_table->setFocus();
    m_table->selectRow(0);
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"12:06:57.200\tweb\t0\t5208\t"));
}

void ClustersPageTest::exportsTheEnds()
{
    select(row(QStringLiteral("web")));
    const QList<QByteArray> lines = m_page->csv().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(0).startsWith("When,Cluster,Worker,Process,Cause,"));
    QVERIFY(lines.at(2).contains("Crashed: SIGSEGV"));
}

void ClustersPageTest::hasNames()
{
    QCOMPARE(m_tree->accessibleName(), u"Clusters"_qs);
    QCOMPARE(m_table->accessibleName(), u"Ended workers"_qs);
    QCOMPARE(m_page->title(), u"Clusters"_qs);
    QCOMPARE(m_page->glyph(), Glyph::Spread);
}

QTEST_MAIN(ClustersPageTest)
#include "tst_clusterspage.moc"
