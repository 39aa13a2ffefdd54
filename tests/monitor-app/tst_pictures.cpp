// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor-app/logrecords.h"
#include "monitor-app/syntheticapplication.h"
#include "monitor-app/syntheticclusters.h"
#include "monitor-app/syntheticcommands.h"
#include "monitor-app/syntheticjobs.h"
#include "monitor-app/syntheticpools.h"
#include "monitor-app/timelinecommands.h"

#include "look/theme.h"
#include "look/type.h"
#include "models/commandorder.h"
#include "models/jobendmodel.h"
#include "overview/samplecharts.h"
#include "timeline/hovercard.h"
#include "timeline/timelineview.h"
#include "widgets/rowscard.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "window/mainwindow.h"
#include "window/page.h"

#include <QtGui/QFontDatabase>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>

using namespace Spawn;

// The pages as pictures, in a folder MONITOR_PICTURES or beside the program, to be looked at; and
// what a program can say of them. The scale is Qt's: QT_SCALE_FACTOR=2.
class PicturesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void page_data();
    void page();
    void timelineAndLog_data();
    void timelineAndLog();
    void axisLabelsFit_data();
    void axisLabelsFit();
    void commands_data();
    void commands();
    void workers_data();
    void workers();
    void noWorkers();
    void jobs_data();
    void jobs();
    void noJobs();
    void clusters_data();
    void clusters();
    void noClusters();
    void reloadedWorkers();
    void victims();
    void empty_data();
    void empty();
    void cutOff();
    void narrow();
    void tableTwin();
    void keys();

private:
    QImage take(MainWindow &window, const QString &name) const;
    static ShownApplication *attach(MainWindow &window);
    static QColor at(const QImage &picture, int x, int y);

    std::unique_ptr<Theme> m_theme;
    QDir m_folder;
};

void PicturesTest::initTestCase()
{
    const QStringList families = QFontDatabase::families();
    if (!families.contains(QStringLiteral("Inter"))
        || !families.contains(QStringLiteral("JetBrains Mono")))
        QSKIP("needs fonts-inter and fonts-jetbrains-mono");
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    QApplication::setFont(font);
    font.setFamily(QStringLiteral("JetBrains Mono"));
    setFixedFont(font);
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_folder.setPath(qEnvironmentVariable(
        "MONITOR_PICTURES", QCoreApplication::applicationDirPath() + QStringLiteral("/pictures")));
    QVERIFY(m_folder.mkpath(QStringLiteral(".")));
}

void PicturesTest::cleanup()
{
    if (m_theme)
        m_theme->setChoice(Theme::Choice::Light);
}

ShownApplication *PicturesTest::attach(MainWindow &window)
{
    auto *const source = new SyntheticApplication;
    source->fill();
    const auto made = source->value;
    auto moment = std::make_shared<qint64>(SyntheticApplication::now() - 61'000);
    source->value.commands.clear();
    ShownApplication *const shown = window.attach(source, [moment] { return *moment; });
    for (int second = 0; second < 60; ++second) {
        *moment = SyntheticApplication::now() - 60'000 + second * 1000;
        source->pass(second);
        shown->takeSample();
    }
    const quint64 started = source->value.startedCount;
    const auto commands = source->value.commands;
    source->value = made;
    source->value.commands.insert(commands);
    source->value.startedCount = started;
    *moment = SyntheticApplication::now();
    Q_EMIT source->reset();
    shown->takeSample();
    return shown;
}

QImage PicturesTest::take(MainWindow &window, const QString &name) const
{
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        qWarning("the window is not shown");
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    const QImage picture = window.grab().toImage();
    const qreal ratio = picture.devicePixelRatio();
    const QString suffix = ratio == 1 ? QString() : QStringLiteral("@%1x").arg(ratio);
    const bool saved = picture.save(m_folder.filePath(name + suffix + QStringLiteral(".png")));
    if (!saved)
        qWarning("%s was not saved", qPrintable(name));
    return picture;
}

// In logical pixels.
QColor PicturesTest::at(const QImage &picture, int x, int y)
{
    const qreal ratio = picture.devicePixelRatio();
    return picture.pixelColor(qRound(x * ratio), qRound(y * ratio));
}

void PicturesTest::page_data()
{
    QTest::addColumn<int>("place");
    QTest::addColumn<bool>("dark");
    QTest::newRow("overview") << 0 << false;
    QTest::newRow("overview-dark") << 0 << true;
    QTest::newRow("restarts") << 2 << false;
    QTest::newRow("restarts-dark") << 2 << true;
}

void PicturesTest::page()
{
    QFETCH(int, place);
    QFETCH(bool, dark);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    attach(window);
    window.setCurrentPage(window.pages().at(place));
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));

    QCOMPARE(picture.deviceIndependentSize().toSize(), QSize(1280, 800));
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    QCOMPARE(at(picture, 600, 6), look()[Shade::Rail]);
    QCOMPARE(at(picture, 1262, 420), look()[place == 0 ? Shade::Canvas : Shade::Surface]);
    if (place == 0) {
        QCOMPARE(at(picture, 900, 116), look()[Shade::WarnTint]);
        QCOMPARE(at(picture, 240, 240), look()[Shade::Surface]);
    } else {
        QCOMPARE(at(picture, 209, 386), look()[Shade::Accent]);
        QCOMPARE(at(picture, 700, 376), look()[Shade::Soft]);
    }
    const QList<Card *> cards = window.currentPage()->findChildren<Card *>();
    QCOMPARE(cards.isEmpty(), place != 0);
    for (const Card *const card : cards)
        QVERIFY2(card->showsAll(), qPrintable(card->title()));
}

void PicturesTest::timelineAndLog_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    constexpr QSize usual(1280, 800);
    constexpr QSize least(960, 600);
    for (const bool dark : {false, true}) {
        const char *const suffix = dark ? "-dark" : "";
        QTest::addRow("timeline%s", suffix) << u"Timeline"_qs << usual << dark;
        QTest::addRow("log%s", suffix) << u"Log"_qs << usual << dark;
    }
    QTest::newRow("timeline-narrow") << u"Timeline"_qs << least << false;
    QTest::newRow("timeline-table") << u"Timeline"_qs << usual << true;
    QTest::newRow("log-narrow") << u"Log"_qs << least << false;
}

void PicturesTest::timelineAndLog()
{
    QFETCH(QString, title);
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    window.resize(size);
    auto *const source = new SyntheticApplication;
    source->fill();
    fillTimeline(*source);
    source->value.log = logRecords();
    window.attach(source, [] { return SyntheticApplication::now(); });
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    for (Page *const page : window.pages()) {
        if (page->title() == title)
            window.setCurrentPage(page);
    }
    window.show();
    Page *const page = window.currentPage();
    if (title == u"Log") {
        QVERIFY(page->find(u"SIGSEGV"_qs));
    } else {
        auto *const view = page->findChild<TimelineView *>();
        const qint64 from = SyntheticApplication::now() - 375'000;
        view->setRange(TimeRange{from, from + 100'000});
        const std::vector<TimelineBar> &bars = view->shown().running;
        const auto failed = std::find_if(bars.begin(), bars.end(), [&view](const TimelineBar &bar) {
            return bar.mark.tone == Tone::Fail && bar.left > view->shown().scale.width / 3.0F
                && bar.right - bar.left > 40;
        });
        QVERIFY(failed != bars.end());
        view->select(failed->command);
        if (name == u"timeline-table") {
            QVERIFY(page->toggleTable());
        } else {
            const QPoint at = view->shape().slotRect(*failed).center().toPoint();
            QMouseEvent move(QEvent::MouseMove, at, view->viewport()->mapToGlobal(at), Qt::NoButton,
                             Qt::NoButton, {});
            QCoreApplication::sendEvent(view->viewport(), &move);
            QTRY_VERIFY(view->findChild<HoverCard *>()->isVisible());
        }
    }
    const QImage picture = take(window, name);
    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    QCOMPARE(at(picture, 600, 48), look()[Shade::Surface]);
}

void PicturesTest::axisLabelsFit_data()
{
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("size");
    QTest::newRow("chart") << u"Inter"_qs << 13;
    QTest::newRow("chart-large") << u"Inter"_qs << 20;
    QTest::newRow("chart-fallback") << u"DejaVu Sans"_qs << 13;
    QTest::newRow("chart-fallback-large") << u"DejaVu Sans"_qs << 20;
}

void PicturesTest::axisLabelsFit()
{
    QFETCH(QString, family);
    QFETCH(int, size);
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    WaitingChart chart;
    chart.resize(340, 160);
    QList<Sample> samples;
    for (int second = 0; second < 60; ++second) {
        using namespace std::chrono_literals;
        Sample sample;
        sample.time = second * 1000;
        sample.waitMedian = 60ms;
        sample.waitP95 = 125ms;
        sample.waitP99 = 130ms;
        samples += sample;
    }
    chart.setSamples(samples);
    QFont font(family); // while it is there, as on a desktop
    font.setPixelSize(size);
    QApplication::setFont(font);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QCoreApplication::processEvents();
    chart.replot();
    const QImage picture = chart.grab().toImage();
    QVERIFY(picture.save(
        m_folder.filePath(QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png"))));
    for (int y = 0; y < picture.height(); ++y)
        QCOMPARE(picture.pixelColor(picture.width() - 1, y), look()[Shade::Surface]);
}

void PicturesTest::commands_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<quint64>("selected");
    QTest::addColumn<QSize>("size");
    constexpr QSize usual(1280, 800);
    QTest::newRow("commands") << false << quint64(801) << usual;
    QTest::newRow("commands-dark") << true << quint64(801) << usual;
    QTest::newRow("commands-running") << false << quint64(802) << usual;
    QTest::newRow("commands-plain") << false << quint64(0) << usual;
    QTest::newRow("commands-narrow") << true << quint64(804) << QSize(960, 600);
}

void PicturesTest::commands()
{
    QFETCH(bool, dark);
    QFETCH(quint64, selected);
    QFETCH(QSize, size);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    window.resize(size);
    auto *const source = new SyntheticApplication;
    source->fill();
    fillCommands(*source);
    const auto ended = source->value.commands.value(804);
    source->value.commands[804].state = CommandReply::State::Running;
    ShownApplication *const shown
        = window.attach(source, [] { return SyntheticApplication::now(); });
    for (int second = 0; second < 60; ++second) {
        for (const quint64 id : {802, 807, 808}) {
            const double share = 0.02 * (int(id) % 800) * (id == 808 ? 4.5 : 2)
                + 0.01 * (second * 37 % (id == 802 ? 7 : 41));
            source->value.commands[id].processorShare = share;
        }
        Q_EMIT source->reset();
        shown->takeSample();
    }
    window.setCurrentPage(window.pages().at(1));
    if (selected != 0)
        QVERIFY(window.currentPage()->open({Subject::Kind::Command, selected, {}}));
    // It ends while it is looked at.
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    source->value.commands[804] = ended;
    Q_EMIT source->changed({804});
    auto *const table = window.currentPage()->findChild<RowTable *>();
    QTRY_COMPARE(table->model()->index(9, int(CommandColumn::Result)).data().toString(),
                 u"exit code 128"_qs);
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    QCOMPARE(at(picture, 600, 48), look()[Shade::Surface]);
}

void PicturesTest::workers_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("selected");
    QTest::addColumn<int>("fontSize");
    QTest::addColumn<QSize>("size");
    constexpr QSize usual(1280, 800);
    constexpr QSize least(960, 600);
    QTest::newRow("workers") << false << true << 13 << usual;
    QTest::newRow("workers-dark") << true << true << 13 << usual;
    QTest::newRow("workers-plain") << false << false << 13 << usual;
    QTest::newRow("workers-narrow") << false << true << 13 << least;
    QTest::newRow("workers-large") << true << true << 18 << usual;
}

void PicturesTest::workers()
{
    QFETCH(bool, dark);
    QFETCH(bool, selected);
    QFETCH(int, fontSize);
    QFETCH(QSize, size);
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    QFont font = usual;
    font.setPixelSize(fontSize);
    QApplication::setFont(font);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    window.resize(size);
    auto *const source = new SyntheticApplication;
    source->fill();
    fillPools(*source);
    window.attach(source, [] { return SyntheticApplication::now(); });
    window.setCurrentPage(window.pages().at(3));
    QCOMPARE(window.currentPage()->title(), u"Workers"_qs);
    auto *const tree = window.currentPage()->findChild<RowTree *>();
    if (selected)
        QVERIFY(window.currentPage()->find(u"resize.js"_qs));
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    const QRect row = tree->visualRect(tree->model()->index(0, 0, tree->model()->index(0, 0)));
    const QPoint corner = tree->viewport()->mapTo(&window, QPoint(0, row.top()));
    QCOMPARE(at(picture, corner.x() + 1, corner.y() + 4),
             look()[selected ? Shade::Accent : Shade::Surface]);
    // As wide as the table, where it opens and closes too.
    for (const int x : {6, row.right() - 2})
        QCOMPARE(at(picture, corner.x() + x, corner.y() + 3),
                 look()[selected ? Shade::Soft : Shade::Surface]);
}

void PicturesTest::noWorkers()
{
    MainWindow window;
    attach(window);
    window.setCurrentPage(window.pages().at(3));
    const QImage picture = take(window, QStringLiteral("workers-none"));
    QCOMPARE(at(picture, 700, 700), look()[Shade::Surface]);
}

void PicturesTest::jobs_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("selected");
    QTest::addColumn<int>("fontSize");
    QTest::addColumn<QSize>("size");
    constexpr QSize usual(1280, 800);
    constexpr QSize least(960, 600);
    for (const bool dark : {false, true}) {
        const char *const suffix = dark ? "-dark" : "";
        QTest::addRow("jobs%s", suffix) << dark << u"Job #19191"_qs << 13 << usual;
        QTest::addRow("jobs-script%s", suffix) << dark << u"resize.js"_qs << 13 << usual;
    }
    QTest::newRow("jobs-plain") << false << QString() << 13 << usual;
    QTest::newRow("jobs-end") << false << u"19120"_qs << 13 << usual;
    QTest::newRow("jobs-narrow") << false << u"Job #19191"_qs << 13 << least;
    QTest::newRow("jobs-narrow-plain") << true << QString() << 13 << least;
    QTest::newRow("jobs-narrow-script") << true << u"faces.so"_qs << 13 << least;
    QTest::newRow("jobs-large") << true << u"Job #19191"_qs << 18 << usual;
    QTest::newRow("jobs-large-plain") << false << QString() << 18 << usual;
    QTest::newRow("jobs-large-script") << false << u"resize.js"_qs << 18 << usual;
    QTest::newRow("jobs-large-end") << false << u"19102"_qs << 18 << usual;
}

void PicturesTest::jobs()
{
    QFETCH(bool, dark);
    QFETCH(QString, selected);
    QFETCH(int, fontSize);
    QFETCH(QSize, size);
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    QFont font = usual;
    font.setPixelSize(fontSize);
    QApplication::setFont(font);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    window.resize(size);
    auto *const source = new SyntheticApplication;
    source->fill();
    fillJobs(*source);
    window.attach(source, [] { return SyntheticApplication::now(); });
    window.setCurrentPage(window.pages().at(4));
    Page *const page = window.currentPage();
    QCOMPARE(page->title(), u"Jobs"_qs);
    auto *const table = page->findChild<RowTable *>();
    if (selected.startsWith(u"19")) {
        const QModelIndexList ends = table->model()->match(
            table->model()->index(0, JobEndModel::JobNumberColumn), Qt::DisplayRole, selected);
        QCOMPARE(ends.size(), 1);
        table->selectRow(ends.first().row());
    } else if (!selected.isEmpty()) {
        QVERIFY(page->find(selected));
    }
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    QCOMPARE(at(picture, 600, 48), look()[Shade::Surface]);
}

void PicturesTest::noJobs()
{
    MainWindow window;
    attach(window);
    window.setCurrentPage(window.pages().at(4));
    const QImage picture = take(window, QStringLiteral("jobs-none"));
    QCOMPARE(at(picture, 700, 700), look()[Shade::Surface]);
}

void PicturesTest::clusters_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("selected");
    QTest::addColumn<int>("fontSize");
    QTest::addColumn<QSize>("size");
    constexpr QSize usual(1280, 800);
    constexpr QSize least(960, 600);
    QTest::newRow("clusters") << false << true << 13 << usual;
    QTest::newRow("clusters-dark") << true << true << 13 << usual;
    QTest::newRow("clusters-plain") << false << false << 13 << usual;
    QTest::newRow("clusters-narrow") << false << true << 13 << least;
    QTest::newRow("clusters-large") << true << true << 18 << usual;
    QTest::newRow("clusters-large-plain") << false << false << 18 << usual;
}

void PicturesTest::clusters()
{
    QFETCH(bool, dark);
    QFETCH(bool, selected);
    QFETCH(int, fontSize);
    QFETCH(QSize, size);
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    QFont font = usual;
    font.setPixelSize(fontSize);
    QApplication::setFont(font);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    window.resize(size);
    auto *const source = new SyntheticApplication;
    source->fill();
    fillClusters(*source);
    auto moment = std::make_shared<qint64>(SyntheticApplication::now() - 2000);
    window.attach(source, [moment] { return *moment; });
    window.setCurrentPage(window.pages().at(5));
    Page *const page = window.currentPage();
    QCOMPARE(page->title(), u"Clusters"_qs);
    *moment += 2000;
    quint64 served = 0;
    for (ClusterSnapshot &cluster : source->value.clusters) {
        for (ClusterWorkerSnapshot &worker : cluster.workers) {
            if (worker.state == ClusterWorkerSnapshot::State::Listening)
                worker.requests += 1204 + 83 * served++;
        }
    }
    Q_EMIT source->reset();
    auto *const tree = page->findChild<RowTree *>();
    if (selected)
        QVERIFY(page->find(u"0.0.0.0:8000"_qs));
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
    const QRect row = tree->visualRect(tree->model()->index(0, 0, tree->model()->index(0, 0)));
    const QPoint corner = tree->viewport()->mapTo(&window, QPoint(0, row.top()));
    QCOMPARE(at(picture, corner.x() + 1, corner.y() + 4),
             look()[selected ? Shade::Accent : Shade::Surface]);
}

void PicturesTest::noClusters()
{
    MainWindow window;
    attach(window);
    window.setCurrentPage(window.pages().at(5));
    const QImage picture = take(window, QStringLiteral("clusters-none"));
    QCOMPARE(at(picture, 700, 700), look()[Shade::Surface]);
}

void PicturesTest::reloadedWorkers()
{
    MainWindow window;
    auto *const source = new SyntheticApplication;
    source->fill();
    fillClusters(*source);
    window.attach(source, [] { return SyntheticApplication::now(); });
    window.setCurrentPage(window.pages().at(5));
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QVERIFY(window.currentPage()->find(u"api"_qs));
    QTest::keyClick(&window, Qt::Key_R);
    QTRY_VERIFY(window.findChild<QDialog *>());
    const QImage dialog = window.findChild<QDialog *>()->grab().toImage();
    QVERIFY(dialog.save(m_folder.filePath(QStringLiteral("clusters-reload.png"))));
    QCOMPARE(at(dialog, 4, 4), look()[Shade::Canvas]);
}

void PicturesTest::victims()
{
    MainWindow window;
    auto *const source = new SyntheticApplication;
    source->fill();
    fillPools(*source);
    window.attach(source, [] { return SyntheticApplication::now(); });
    window.setCurrentPage(window.pages().at(3));
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QVERIFY(window.currentPage()->find(u"resize.js"_qs));
    QTest::keyClick(&window, Qt::Key_Delete);
    QTRY_VERIFY(window.findChild<QDialog *>());
    const QImage dialog = window.findChild<QDialog *>()->grab().toImage();
    QVERIFY(dialog.save(m_folder.filePath(QStringLiteral("workers-remove.png"))));
    QCOMPARE(at(dialog, 4, 4), look()[Shade::Canvas]);
}

void PicturesTest::empty_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("empty") << false;
    QTest::newRow("empty-dark") << true;
}

void PicturesTest::empty()
{
    QFETCH(bool, dark);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    MainWindow window;
    const QImage picture = take(window, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(at(picture, 1270, 700), look()[Shade::Canvas]);
    QCOMPARE(at(picture, 4, 500), look()[Shade::Rail]);
}

void PicturesTest::cutOff()
{
    MainWindow window;
    ShownApplication *const shown = attach(window);
    auto *const source = shown->findChild<MonitoredApplication *>();
    Q_EMIT source->disconnected(QStringLiteral("the application has ended"));
    const QImage picture = take(window, QStringLiteral("cut-off"));
    QCOMPARE(at(picture, 900, 48), look()[Shade::WarnTint]);
    QCOMPARE(shown->now(), SyntheticApplication::now());
}

void PicturesTest::narrow()
{
    MainWindow window;
    attach(window);
    window.resize(960, 600);
    const QImage picture = take(window, QStringLiteral("overview-narrow"));
    QCOMPARE(picture.deviceIndependentSize().toSize(), QSize(960, 600));
    for (const Card *const card : window.currentPage()->findChildren<Card *>())
        QVERIFY2(card->showsAll(), qPrintable(card->title()));
    window.setCurrentPage(window.pages().at(2));
    take(window, QStringLiteral("restarts-narrow"));
}

void PicturesTest::tableTwin()
{
    MainWindow window;
    attach(window);
    QVERIFY(window.currentPage()->toggleTable());
    const QImage picture = take(window, QStringLiteral("overview-table"));
    QCOMPARE(at(picture, 1200, 790), look()[Shade::Rail]);
    QCOMPARE(at(picture, 900, 60), look()[Shade::Surface]);
}

void PicturesTest::keys()
{
    m_theme->setChoice(Theme::Choice::Dark);
    MainWindow window;
    attach(window);
    window.setCurrentPage(window.pages().at(2));
    take(window, QStringLiteral("restarts-dark"));
    QTest::keyClick(&window, Qt::Key_Question);
    QTRY_VERIFY(window.findChild<QDialog *>());
    const QImage sheet = window.findChild<QDialog *>()->grab().toImage();
    QVERIFY(sheet.save(m_folder.filePath(QStringLiteral("keys-dark.png"))));
    QCOMPARE(at(sheet, 4, 4), look()[Shade::Surface]);
}

QTEST_MAIN(PicturesTest)
#include "tst_pictures.moc"
