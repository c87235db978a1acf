"""Lies about which thing it was: a name or a population exchanged for another of its sort."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import Change, after, has_word, put, rewrite
from evals.edits.lies.telling import told


def _sort(*groups: str) -> list[list[str]]:
    """Groups of names that may stand for each other; an underscore stands for a space."""
    return [[name.replace("_", " ") for name in group.split()] for group in groups]


def _foreign(
    groups: list[list[str]], *, cased: bool = True, unless: str = "", before: str = "", ahead: str = ""
) -> Change:
    """A change of a name for one of the same group that the abstract nowhere mentions."""
    group_of = {name: group for group in groups for name in group}
    longest_first = sorted(group_of, key=len, reverse=True)
    flags = 0 if cased else re.IGNORECASE
    place = re.compile(rf"(?<![\w-]){before}(?:{'|'.join(map(re.escape, longest_first))})(?![\w-]){ahead}", flags)
    forbidden = re.compile(unless, re.IGNORECASE) if unless else None

    def change(sentence: str, abstract: str, rng: Random) -> str | None:
        if forbidden and forbidden.search(sentence):
            return None
        places = list(place.finditer(sentence))
        if not places:
            return None
        match = rng.choice(places)
        name = match.group()
        known = name if cased else name.lower()
        others = [other for other in group_of[known] if not has_word(abstract, other) and other[:4] != known[:4]]
        return put(sentence, match.start(), match.end(), rng.choice(others)) if others else None

    return change


_DATA_SETS = _sort(
    "ImageNet COCO CIFAR-10 CIFAR-100 MNIST SVHN Cityscapes KITTI Fashion-MNIST Places365 LSUN CelebA ScanNet "
    "ShapeNet nuScenes ModelNet40 "
    "ImageNet-1K ImageNet-1k TinyImageNet ADE20K Omniglot",
    "SQuAD GLUE MNLI WikiText-103 SNLI HotpotQA GSM8K SuperGLUE MMLU TriviaQA",
    "Cora Citeseer Pubmed Reddit ogbn-arxiv",
    "PubMed MEDLINE Scopus Embase CINAHL",
    "GenBank UniProt Swiss-Prot SWISS-PROT Pfam InterPro KEGG Reactome BIND DIP SCOP CATH",
    "Google Yahoo Bing AltaVista",
    "Wikipedia Twitter Facebook Flickr YouTube MySpace Delicious",
    "TCGA GTEx ENCODE HapMap",
)
_TOOLS = _sort(
    "BERT RoBERTa GPT-2 GPT-3 GPT-4 T5 LLaMA XLNet ELECTRA",
    "ResNet ResNet-50 VGG-16 DenseNet AlexNet MobileNetV2 EfficientNet Inception",
    "LSTM GRU",
    "LSTMs GRUs",
    "SGD Adam RMSProp AdaGrad AdamW",
    "Java Python Perl C++ Fortran Haskell",
    "Linux Windows Solaris macOS",
    "BLAST FASTA HMMER BLAT PSI-BLAST ClustalW",
    "MATLAB Mathematica SAS Stata SPSS",
    "fMRI EEG PET MEG",
    "ReLU sigmoid tanh GELU",
    "GAN VAE",
    "GANs VAEs",
    "CNN RNN MLP",
    "CNNs RNNs MLPs",
    "SVM kNN",
    "SVMs kNNs",
    "HTML XML JSON",
    "PCA ICA UMAP t-SNE",
    "RDF SQL OWL",
    "microarrays RNA-seq qPCR",
    "microarray RNA-seq qPCR",
    "XML YAML JSON",
    "GPU CPU TPU",
    "GPUs CPUs TPUs",
    "NeRF NeuS",
)
_PLACES = _sort(
    "China India Japan Brazil Canada Germany France Italy Spain Australia Sweden Norway Finland Denmark Mexico "
    "Iran Turkey Korea "
    "Kenya Nigeria Egypt Israel Taiwan Singapore Malaysia Indonesia Switzerland Poland",
    "Europe Asia Africa America Oceania",
    "Chinese Japanese Korean German French Spanish Italian Swedish Danish Finnish Dutch "
    "Brazilian Canadian Indian Australian Mexican Norwegian American British Turkish",
    "California Texas Florida",
    "European Asian African",
    "Boston Chicago Seattle London Paris Berlin Tokyo Beijing",
    "Atlantic Pacific",
    "the_United_States Canada",
    "the_United_Kingdom Ireland",
    "Harvard Stanford Oxford Cambridge MIT",
)
_ORGANISMS = _sort(
    "mice rats monkeys rabbits",
    "mouse rat rabbit hamster",
    "yeast zebrafish",
    "Drosophila zebrafish Xenopus",
    "rice maize wheat barley tomato soybean",
    "chicken pig dog cow horse",
    "chimpanzees gorillas macaques",
    "Arabidopsis rice maize",
    "bacteria fungi viruses archaea",
    "bacterial viral fungal",
    "plants animals",
    "birds reptiles fish",
    "Escherichia_coli Bacillus_subtilis",
    "E._coli B._subtilis",
    "Saccharomyces_cerevisiae Candida_albicans",
    "Caenorhabditis_elegans Danio_rerio",
    "C._elegans D._rerio",
    "insects mammals birds",
    "mammalian avian reptilian",
    "Drosophila_melanogaster Danio_rerio",
    "primates rodents",
    "bees ants wasps",
    "flies bees beetles",
    "Arabidopsis_thaliana Oryza_sativa Zea_mays",
    "eukaryotes prokaryotes",
    "eukaryotic prokaryotic",
    "murine porcine bovine",
    "vertebrates invertebrates",
)
_BODY = _sort(
    "liver kidney lung heart spleen pancreas",
    "lungs kidneys",
    "hippocampus amygdala cerebellum thalamus hypothalamus striatum",
    "neurons hepatocytes myocytes fibroblasts",
    "breast_cancer lung_cancer colorectal_cancer prostate_cancer ovarian_cancer",
    "diabetes asthma hypertension epilepsy",
    "schizophrenia depression autism",
    "blood urine saliva",
    "leaves roots stems",
    "nucleus cytoplasm mitochondria",
    "hepatic renal pulmonary cardiac",
    "visual auditory olfactory",
    "retina cochlea",
    "macrophages neutrophils monocytes",
    "malaria tuberculosis influenza",
    "cardiovascular respiratory gastrointestinal",
    "prefrontal parietal occipital",
    "cortex cerebellum",
    "obesity anemia",
    "visual_cortex auditory_cortex",
    "kinases phosphatases proteases",
)
_MATTER = _sort(
    "calcium potassium sodium magnesium zinc",
    "glucose lactose fructose",
    "methylation acetylation phosphorylation ubiquitination",
    "serine threonine tyrosine lysine",
    "iron copper zinc",
    "nitrogen oxygen hydrogen",
    "gold silver platinum",
    "insulin glucagon leptin",
    "dopamine serotonin acetylcholine",
    "mRNA tRNA",
    "mRNAs tRNAs",
    "DNA RNA",
    "summer winter",
    "oxygen nitrogen",
    "ethanol methanol",
    "water ethanol",
    "electric magnetic",
    "X-ray ultraviolet infrared",
    "exons introns",
    "promoter enhancer",
    "hydrogen_bonds disulfide_bonds",
    "spatial temporal",
)
_PEOPLE = _sort(
    "women men",
    "female male",
    "females males",
    "children adults",
    "boys girls",
    "students teachers",
    "infants adolescents",
    "physicians nurses",
    "adolescents older_adults",
    "undergraduates schoolchildren",
    "biologists chemists",
    "engineers lawyers",
    "programmers accountants",
    "consumers suppliers",
    "employees managers",
    "managers employees",
    "citizens politicians",
    "young_adults older_adults",
    "scholars engineers",
    "pregnant_women elderly_men",
    "mothers fathers",
    "players spectators",
    "clinicians pharmacists",
    "teachers parents",
    "customers suppliers",
    "firms universities",
    "librarians publishers",
    "designers managers",
    "learners instructors",
    "universities hospitals",
    "hospitals schools",
    "schools hospitals",
    "developers customers",
)
_METRICS = _sort(
    "accuracy recall",
    "precision specificity",
    "sensitivity specificity",
    "specificity sensitivity",
    "mean median variance",
    "BLEU ROUGE METEOR",
    "PSNR SSIM LPIPS",
    "latency throughput",
    "throughput latency",
    "AUC accuracy",
    "RMSE MAE",
    "MSE MAE",
    "mAP mIoU",
    "F1 AUROC",
    "mortality morbidity",
    "prevalence incidence",
    "incidence prevalence",
    "efficiency accuracy robustness",
    "robustness interpretability",
    "interpretability robustness",
    "yield purity",
    "error_rate training_time",
    "bandwidth latency",
    "computational_cost memory_use",
    "perplexity accuracy",
    "energy_consumption memory_use",
    "scalability accuracy",
    "runtime memory_use",
)
_FIELDS = _sort(
    "biology chemistry economics geology",
    "medicine law",
    "psychology economics",
    "neuroscience geophysics",
    "robotics finance",
    "computer_vision speech_recognition",
    "biologists economists",
    "chemistry astronomy",
    "natural_language_processing computer_vision",
    "ecology geology",
    "marketing accounting",
    "healthcare agriculture",
    "linguistics musicology",
    "genetics epidemiology",
    "sociology economics",
    "physicists economists",
    "philosophy economics",
    "education manufacturing",
    "finance education",
    "image_classification object_detection",
    "object_detection machine_translation",
    "machine_translation text_summarization",
    "mathematics biology",
    "genomics metabolomics",
    "proteomics metabolomics",
    "statistics linguistics",
    "information_retrieval computer_graphics",
    "computer_science linguistics",
    "bioinformatics astronomy",
)

_MORE = {
    "mice": "humans",
    "rats": "humans",
    "children": "adults",
    "infants": "adults",
    "women": "men",
    "men": "women",
    "males": "females",
    "females": "males",
    "adolescents": "adults",
    "adults": "children",
    "humans": "other mammals",
    "patients": "healthy people",
    "students": "teachers",
    "plants": "animals",
    "animals": "plants",
    "bacteria": "fungi",
    "mammals": "birds",
    "eukaryotes": "prokaryotes",
    "prokaryotes": "eukaryotes",
}


def _and_more(match: re.Match[str], _rng: Random) -> str | None:
    more = _MORE.get(match[1].lower(), "humans")
    return None if has_word(match.string, more) else f"in both {match[1]} and {more}"


ENTITIES: Mapping[str, EditKind] = {
    "data_set_exchanged": told(_foreign(_DATA_SETS, ahead=r"(?! \(|/)")),
    "tool_exchanged": told(
        _foreign(
            _TOOLS,
            ahead=r"(?! \(|/)",
            unless=r"\((?:SGD|CNNs?|RNNs?|GANs?|PCA|LSTMs?|RDF|SVMs?|MLPs?|NeRF|VAEs?|EEG|fMRI)\)",
        )
    ),
    "place_exchanged": told(
        _foreign(
            _PLACES,
            ahead=r"(?! \(|/|,? Inc| Academy| Institute| Physical| Society| Chemical| hamster| American| "
            r"restaurant)",
            unless=r"Press\b|Copyright|©|University",
        )
    ),
    "organism_exchanged": told(
        _foreign(
            _ORGANISMS,
            ahead=r"(?! \(|/| and\b| or\b| kingdom)",
            unless="mouse (?:click|cursor|button)|computer mouse|guinea",
        )
    ),
    "body_part_exchanged": told(_foreign(_BODY, cased=False, ahead=r"(?! mellitus| \(|/| and\b| or\b)")),
    "substance_exchanged": told(
        _foreign(
            _MATTER,
            ahead=r"(?! \(|/| and\b| or\b|-)",
            unless=r"light of|(?:shed|in|come to) (?:\w+ )?light|protein data|heat map|carbon copy|gold standard|"
            r"free energy",
        )
    ),
    "people_exchanged": told(
        _foreign(_PEOPLE, cased=False, ahead=r"(?! \(|/| and\b| or\b|’|')", unless=r"tree|child node|firm ")
    ),
    "metric_exchanged": told(
        _foreign(
            _METRICS,
            ahead=r"(?! \(|/| and\b| or\b|-|s\b| of (?:the )?(?:art|life))",
            unless=r"\bin parameters|\bmean(?:s|ing)? that|means of|this mean|working memory|short-term memory|"
            r"long-term memory",
        )
    ),
    "field_exchanged": told(
        _foreign(
            _FIELDS,
            before=after("in of to for from and as by with through using between across like including"),
            ahead=r"(?! \(|/| and\b| or\b|-)",
            unless=r"classification of|social network|chemical (?:shift|reaction|compound)",
        )
    ),
    "population_added": told(
        rewrite(
            (
                (
                    r"\bin (mice|rats|children|infants|women|men|males|females|adolescents|yeast|zebrafish|"
                    r"Drosophila|primates|rodents|mammals|"
                    r"adults|vertebrates|plants|humans|bacteria|patients|animals|eukaryotes|prokaryotes|insects|"
                    r"birds|macaques|monkeys|Arabidopsis|students|higher plants)(?=[.,;]| with\b| by\b| at\b| "
                    r"is\b| "
                    r"was\b)"
                ),
                _and_more,
            ),
            unless=r"\bhumans? and|as well as|\bnot\b|\bno\b",
        )
    ),
}
